import type { World } from '../../auth/testing/world.ts';

/** A row of everything a person can have, but a payment and what hangs on it. */
export async function fillEveryTable(world: World, userId: string): Promise<void> {
  const { prisma } = world.db;
  const phoneNumber = '+6281200000001';
  await world.loginSessions.createSession(userId, { userAgent: null });
  await prisma.apiKey.create({ data: { userId, name: 'k', prefix: 'p', keyHash: userId } });
  const number = await prisma.whatsAppSession.create({ data: { userId } });
  await prisma.whatsAppStateEvent.create({ data: { userId, sessionId: number.id, status: 'QR' } });
  await prisma.whatsAppIdentity.create({ data: { userId, phoneNumber, isRegistered: true } });
  await prisma.incomingMessage.create({
    data: { userId, sessionId: number.id, engineMessageId: 'e', phoneNumber, receivedAt: new Date() },
  });
  const contact = await prisma.contact.create({ data: { userId, phoneNumber } });
  const list = await prisma.contactList.create({ data: { userId, name: 'l' } });
  await prisma.contactListMember.create({ data: { userId, listId: list.id, contactId: contact.id } });
  const tag = await prisma.tag.create({ data: { userId, name: 't' } });
  await prisma.contactTag.create({ data: { userId, tagId: tag.id, contactId: contact.id } });
  await prisma.consentRecord.create({ data: { userId, phoneNumber, granted: true, source: 's' } });
  await prisma.suppressedNumber.create({ data: { userId, phoneNumber, reason: 'BY_HAND' } });
  await prisma.importRun.create({
    data: {
      userId,
      fileName: 'f',
      filePath: 'p',
      fileBytes: 1,
      fileSha256: 'x',
      errors: { create: { row: 1, value: 'v', reason: 'r' } },
    },
  });
  await prisma.template.create({
    data: { userId, name: 't', body: 'b', versions: { create: { version: 1, userId, body: 'b' } } },
  });
  await prisma.mediaAsset.create({
    data: { userId, sha256: 's', mimeType: 'm', fileName: 'f', bytes: 1, storageKey: 'k' },
  });
  const { serial } = await prisma.blastJob.create({
    data: { userId, name: 'b', message: 'm', audience: {}, minDelayMs: 1, maxDelayMs: 2 },
  });
  await prisma.blastMessage.create({ data: { userId, blastSerial: serial, seq: 1, phoneNumber } });
  await prisma.blastFailure.create({
    data: { userId, blastSerial: serial, seq: 1, status: 'FAILED', reasonCode: 'r' },
  });
  await prisma.dailyTally.create({ data: { userId, day: new Date('2026-11-22') } });
  const offer = await prisma.package.create({ data: { name: 'P', priceRupiah: 0, quota: 1 } });
  const period = await prisma.userSubscription.create({
    data: {
      userId,
      packageId: offer.id,
      packageSnapshot: {},
      anchorAt: new Date(),
      startDate: new Date(),
      endDate: new Date(),
      quota: 1,
    },
  });
  await prisma.quotaEntry.create({
    data: { userId, subscriptionId: period.id, kind: 'k', amount: 1, key: `k-${userId}` },
  });
  await prisma.webhookEndpoint.create({ data: { userId, url: 'u', secret: 's' } });
  await prisma.deadLetterJob.create({
    data: { userId, queue: 'work', name: 'n', jobId: userId, payload: {}, attempts: 1, error: 'e' },
  });
  await prisma.alert.create({ data: { userId, key: `a-${userId}`, severity: 's', kind: 'k' } });
  await prisma.outboxItem.create({ data: { userId, kind: 'k', key: `o-${userId}`, payload: {} } });
}
