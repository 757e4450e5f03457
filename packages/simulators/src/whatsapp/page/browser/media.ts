import { config } from './config.ts';

/** Uploads, as the library drives them: prepare, hash, upload, describe. */

export const base64 = (bytes: ArrayBuffer): string => btoa(String.fromCharCode(...new Uint8Array(bytes)));

const hex = (bytes: ArrayBuffer): string =>
  [...new Uint8Array(bytes)].map((byte) => byte.toString(16).padStart(2, '0')).join('');

export class OpaqueData {
  readonly blob: Blob;
  readonly type: string;
  #url: string | null = null;

  constructor(blob: Blob, type: string) {
    this.blob = blob;
    this.type = type;
  }
  static createFromData(blob: Blob, type: string): Promise<OpaqueData> {
    return Promise.resolve(new OpaqueData(blob, type));
  }
  url(): string {
    return (this.#url ??= URL.createObjectURL(this.blob));
  }
  autorelease(): void {}
  formData(): Blob {
    return this.blob;
  }
}

interface PrepareOptions {
  asDocument?: boolean;
  asSticker?: boolean;
  isPtt?: boolean;
  asGif?: boolean;
}

class MediaData {
  [attribute: string]: unknown;
  constructor(attributes: object) {
    Object.assign(this, attributes);
  }
  set(attributes: object): void {
    Object.assign(this, attributes);
  }
  toJSON(): object {
    const { mediaBlob: _blob, ...rest } = this;
    return rest;
  }
}

function kindOf(mimeType: string, { asDocument, asSticker, isPtt }: PrepareOptions): string {
  if (asDocument) return 'document';
  if (asSticker) return 'sticker';
  const [kind = ''] = mimeType.split('/');
  if (kind === 'audio') return isPtt ? 'ptt' : 'audio';
  return kind === 'image' || kind === 'video' ? kind : 'document';
}

export function prepRawMedia(opaque: OpaqueData, options: PrepareOptions) {
  async function waitForPrep(): Promise<MediaData> {
    const bytes = await opaque.blob.arrayBuffer();
    const mimetype = opaque.type || opaque.blob.type;
    return new MediaData({
      filehash: hex(await crypto.subtle.digest('SHA-256', bytes)),
      type: kindOf(mimetype, options),
      mimetype,
      size: bytes.byteLength,
      filename: opaque.blob instanceof File ? opaque.blob.name : undefined,
      isGif: options.asGif === true,
      mediaBlob: opaque,
      preview: '',
      ...(config.drift.mediaId ? { __x_id: 'media-1' } : {}),
    });
  }
  return { waitForPrep };
}

interface MediaObject {
  filehash: string;
  contentInfo: object;
  blob?: { blob: Blob };
  consolidate(description: object): void;
}

const mediaObjects = new Map<string, MediaObject>();

export function getOrCreateMediaObject(filehash: string): MediaObject {
  const known = mediaObjects.get(filehash);
  if (known) return known;
  const fresh: MediaObject = {
    filehash,
    contentInfo: {},
    consolidate(description) {
      Object.assign(this, description);
    },
  };
  mediaObjects.set(filehash, fresh);
  return fresh;
}

export const blobCache = {
  put(filehash: string, blob: Blob): void {
    const object = mediaObjects.get(filehash);
    if (object) object.blob = { blob };
  },
};

export async function uploadMedia({
  mediaObject,
}: {
  mediaObject: MediaObject;
}): Promise<{ mediaEntry: object }> {
  const body = mediaObject.blob?.blob;
  if (!body) throw new Error('nothing to upload');
  const response = await fetch('/mms/upload', { method: 'POST', body });
  if (!response.ok) throw new Error(`upload failed ${response.status}`);
  const { url, path } = (await response.json()) as { url: string; path: string };
  return {
    mediaEntry: {
      mmsUrl: url,
      deprecatedMms3Url: url,
      directPath: path,
      mediaKey: base64(crypto.getRandomValues(new Uint8Array(32)).buffer),
      mediaKeyTimestamp: Math.floor(Date.now() / 1000),
      encFilehash: mediaObject.filehash,
      uploadHash: mediaObject.filehash,
    },
  };
}

export async function downloadAndMaybeDecrypt(media: {
  directPath: string;
  mimetype?: string;
}): Promise<ArrayBuffer> {
  if (config.drift.downloadMime && media.mimetype === undefined) throw new Error('mimetype required');
  const response = await fetch(media.directPath);
  return response.arrayBuffer();
}
