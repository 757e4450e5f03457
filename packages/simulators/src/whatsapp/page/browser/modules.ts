import { chats, contacts, identities, messages } from './collections.ts';
import type { Chat } from './collections.ts';
import { Collection, Emitter } from './emitter.ts';
import { createWid, MsgKey } from './ids.ts';
import type { Wid } from './ids.ts';
import {
  base64,
  blobCache,
  downloadAndMaybeDecrypt,
  getOrCreateMediaObject,
  OpaqueData,
  prepRawMedia,
  uploadMedia,
} from './media.ts';
import {
  addAndSendMsgToChat,
  findOrCreateLatestChat,
  loadEarlierMsgs,
  queryWidExists,
  sendSeen,
} from './messaging.ts';
import { Cmd, Conn, getMe, link, Socket } from './session.ts';

/**
 * The modules of web.whatsapp.com that whatsapp-web.js 1.34.7 and our own page code touch, and no others: asking for
 * one that is not here throws, so that a library that grows new needs fails loudly.
 */
export function createModules(): Record<string, unknown> {
  return { ...bootModules(), ...readyModules(), ...sendModules(), ...mediaModules(), ...lookupModules() };
}

function bootModules(): Record<string, unknown> {
  const keyPair = () => ({ pubKey: crypto.getRandomValues(new Uint8Array(32)).buffer });
  const noise = { staticKeyPair: keyPair() };
  const registration = { identityKeyPair: keyPair() };
  return {
    WAWebSocketModel: { Socket },
    WAWebCmd: { Cmd },
    WAWebConnModel: { Conn },
    WAWebOfflineHandler: { OfflineMessageHandler: { getOfflineDeliveryProgress: () => 100 } },
    WAWebAltDeviceLinkingApi: {
      setPairingType: () => undefined,
      initializeAltDeviceLinking: () => Promise.resolve(),
      initializeQRLinking: () => Promise.resolve(),
      startAltLinkingFlow: async (phone: string) => (await link.ask({ t: 'pair', phone })).code,
    },
    WABase64: { encodeB64: base64 },
    WAWebCompanionRegClientUtils: { DEVICE_PLATFORM: '1' },
    WAWebAdvSignatureApi: {},
    WAWebUserPrefsInfoStore: { waNoiseInfo: { get: () => Promise.resolve(noise) } },
    WAWebSignalStoreApi: { waSignalStore: { getRegistrationInfo: () => Promise.resolve(registration) } },
    WAWebUserPrefsMultiDevice: { getADVSecretKey: () => 'c2ltdWxhdGVkLXNlY3JldA==' },
    WAWebMiscBrowserUtils: { info: () => ({ os: 'Mac OS', name: 'Chrome' }) },
    WAWebLaunchSocketUtils: { refreshQR: () => Cmd.refreshQR() },
  };
}

function readyModules(): Record<string, unknown> {
  return {
    WAWebUserPrefsMeUser: { getMaybeMePnUser: () => getMe()?.wid, getMaybeMeLidUser: () => getMe()?.lid },
    WAWebCollections: {
      Msg: messages,
      Chat: chats,
      Contact: contacts,
      Blocklist: new Collection(),
      Label: new Collection(),
      Status: new Collection(),
      ProfilePicThumb: new Collection(),
      GroupMetadata: { update: () => Promise.resolve() },
      BusinessProfile: new Collection(),
      WAWebNewsletterCollection: new Collection(),
    },
    WAWebSyncGatingUtils: { isPlaceholderMessageResendEnabled: () => false },
    WAWebNonMessageDataRequestPlaceholderMessageResendUtils: { handlePlaceholderMsgsSeen: () => undefined },
    // The library wraps the first Map it finds on it.
    WAWebCallCollection: Object.assign(new Emitter(), { calls: new Map<string, unknown>() }),
    WAWebAddonReactionTableMode: { reactionTableMode: { bulkUpsert: () => Promise.resolve() } },
    WAWebAddonPollVoteTableMode: { pollVoteTableMode: { bulkUpsert: () => Promise.resolve() } },
    WAWebBackendJobsCommon: { mediaTypeFromProtobuf: () => null },
    WAWebE2EProtoUtils: { typeAttributeFromProtobuf: () => 'text' },
    WAWebChatLoadMessages: { loadEarlierMsgs },
  };
}

function sendModules(): Record<string, unknown> {
  const links = (text: unknown) =>
    typeof text === 'string'
      ? [...text.matchAll(/\bhttps?:\/\/[^\s]+/g)].map(([href]) => ({
          href,
          suspiciousCharacters: new Set(),
        }))
      : [];
  return {
    WAWebWidFactory: { createWid, createWidFromWidLike: createWid, asUserWidOrThrow: createWid },
    WAWebFindChatAction: { findOrCreateLatestChat },
    WAWebStreamModel: { Stream: { markAvailable: () => undefined, markUnavailable: () => undefined } },
    WAWebUpdateUnreadChatAction: { sendSeen },
    WAWebChatGetters: {
      getIsNewsletter: (chat: Chat) => chat.id.isNewsletter(),
      getIsBroadcast: (chat: Chat) => chat.id.isBroadcast(),
    },
    WALinkify: { findLink: (text: unknown) => links(text)[0], findLinks: links },
    WAWebLinkPreviewChatAction: { getLinkPreview: () => Promise.resolve(null) },
    WAWebMsgKey: MsgKey,
    WAWebGetEphemeralFieldsMsgActionsUtils: { getEphemeralFields: () => ({}) },
    WAWebSendMsgChatAction: { addAndSendMsgToChat },
    WAWebMsgReply: { canReplyMsg: () => true },
    WAWebPresenceChatAction: { sendPresenceAvailable: () => true, sendPresenceUnavailable: () => true },
    WAWebChatStateBridge: {
      sendChatStateComposing: () => Promise.resolve(),
      sendChatStateRecording: () => Promise.resolve(),
      sendChatStatePaused: () => Promise.resolve(),
    },
  };
}

function mediaModules(): Record<string, unknown> {
  return {
    WAWebMediaOpaqueData: OpaqueData,
    WAWebPrepRawMedia: { prepRawMedia },
    WAWebMediaStorage: { getOrCreateMediaObject },
    WAWebMmsMediaTypes: {
      msgToMediaType: ({ type }: { type: string }) => type,
      castToV4: (type: string) => type,
    },
    WAWebMediaDataUtils: { shouldUseMediaCache: () => true },
    WAWebMediaInMemoryBlobCache: { InMemoryMediaBlobCache: blobCache },
    WAWebMediaMmsV4Upload: { uploadMedia, uploadUnencryptedMedia: uploadMedia },
    WAWebDownloadManager: { downloadManager: { downloadAndMaybeDecrypt } },
  };
}

function lookupModules(): Record<string, unknown> {
  const attribute = (name: string) => (contact: object) => Reflect.get(contact, name) as unknown;
  return {
    WAWebQueryExistsJob: { queryWidExists },
    WAWebApiContact: {
      getCurrentLid: identities.lidOf,
      getPhoneNumber: identities.numberOf,
      getAlternateUserWid: (wid: Wid) => identities.lidOf(wid) ?? identities.numberOf(wid),
    },
    WAWebLidMigrationUtils: { toPn: identities.numberOf },
    WAWebContactGetters: {
      getIsMe: ({ id }: { id: Wid }) => id.equals(getMe()?.wid),
      getIsUser: ({ id }: { id: Wid }) => id.isUser(),
      getIsGroup: ({ id }: { id: Wid }) => id.isGroup(),
      getIsWAContact: () => true,
      getUserid: ({ id }: { id: Wid }) => id.user,
      getVerifiedName: attribute('verifiedName'),
      getVerifiedLevel: attribute('verifiedLevel'),
      getStatusMute: () => false,
      getName: attribute('name'),
      getShortName: attribute('shortName'),
      getPushname: attribute('pushname'),
      getIsEnterprise: () => false,
    },
    WAWebFrontendContactGetters: { getIsMyContact: () => false },
    WAWebPhoneUtils: { formattedPhoneNumber: (wid: string) => `+${wid.split('@')[0] ?? ''}` },
    WAPhoneFindCC: { findCC: (number: string) => number.slice(0, 2) },
  };
}
