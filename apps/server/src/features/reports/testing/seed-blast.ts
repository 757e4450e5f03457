import type { Database, MessageStatus } from '@siar/db';

export interface SeededMessage {
  status: MessageStatus;
  sendingAt?: Date;
  sentAt?: Date;
  deliveredAt?: Date;
  readAt?: Date;
  reasonCode?: string;
}

/** A blast with its rows and the counters that belong to them. @returns its id and serial */
export async function seedBlast(
  db: Database,
  input: { userId: string; createdAt: Date; finishedAt?: Date | null; messages: SeededMessage[] },
): Promise<{ id: string; serial: number }> {
  const { userId, createdAt, messages } = input;
  const count = (status: MessageStatus): number => messages.filter((row) => row.status === status).length;
  const { id, serial } = await db.prisma.blastJob.create({
    data: {
      userId,
      name: 'blast',
      message: 'halo',
      audience: {},
      status: input.finishedAt === null ? 'RUNNING' : 'COMPLETED',
      minDelayMs: 1,
      maxDelayMs: 2,
      totalRecipients: messages.length,
      pendingCount: count('PENDING'),
      sentCount: count('SENT'),
      deliveredCount: count('DELIVERED'),
      readCount: count('READ'),
      failedCount: count('FAILED'),
      unknownCount: count('UNKNOWN'),
      skippedCount: count('SKIPPED'),
      createdAt,
      finishedAt: input.finishedAt === undefined ? createdAt : input.finishedAt,
    },
  });
  await db.prisma.blastMessage.createMany({
    data: messages.map((message, index) => ({
      ...message,
      blastSerial: serial,
      seq: index + 1,
      userId,
      phoneNumber: `+6281200000${String(index + 1).padStart(3, '0')}`,
    })),
  });
  return { id, serial };
}
