/** The server's no in REST's own shape: shown like any other refusal. */
export class UploadRefused extends Error {
  readonly data: { siar: { code: string; details: Record<string, unknown> } } | null;

  constructor(data: UploadRefused['data']) {
    super('upload refused');
    this.name = 'UploadRefused';
    this.data = data;
  }
}

/**
 * Sends a file as a multipart form; XMLHttpRequest, because fetch does not tell how much has left.
 *
 * @param onShare 0…1 of the file's bytes
 * @throws UploadRefused with the server's code, or with null when it did not answer
 */
export function uploadContacts({
  file,
  listId,
  onShare,
  signal,
}: {
  file: File;
  listId: string | null;
  onShare: (share: number) => void;
  signal: AbortSignal;
}): Promise<{ importId: string }> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', '/api/v1/contacts/imports');
    request.responseType = 'json';
    request.upload.addEventListener('progress', (event) => {
      if (event.lengthComputable) onShare(event.loaded / event.total);
    });
    request.addEventListener('load', () => {
      const body: unknown = request.response;
      if (request.status === 202 && hasImportId(body)) resolve(body);
      else reject(new UploadRefused(refusalIn(body)));
    });
    request.addEventListener('error', () => reject(new UploadRefused(null)));
    signal.addEventListener('abort', () => request.abort());
    const form = new FormData();
    if (listId !== null) form.append('listId', listId);
    // Last: a server that reads the form as it comes knows the rest by then.
    form.append('file', file, file.name);
    request.send(form);
  });
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const hasImportId = (body: unknown): body is { importId: string } =>
  isRecord(body) && typeof body['importId'] === 'string';

function refusalIn(body: unknown): UploadRefused['data'] {
  if (!isRecord(body) || typeof body['code'] !== 'string') return null;
  return { siar: { code: body['code'], details: isRecord(body['details']) ? body['details'] : {} } };
}
