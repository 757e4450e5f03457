import type { RequestHandler } from 'express';
import helmet from 'helmet';

/**
 * Everything comes from ourselves. Inline styles only, which Mantine and Swagger UI need; no inline script.
 * `connect-src 'self'` covers the WebSocket where browsers follow CSP 3; older Safari wants it named.
 */
export function createSecurityHeaders(publicUrl: string): RequestHandler {
  const isSecure = publicUrl.startsWith('https:');
  return helmet({
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'self'"],
        scriptSrc: ["'self'"],
        scriptSrcAttr: ["'none'"],
        styleSrc: ["'self'", "'unsafe-inline'"],
        imgSrc: ["'self'", 'data:', 'blob:'],
        fontSrc: ["'self'", 'data:'],
        connectSrc: ["'self'", publicUrl.replace(/^http/, 'ws')],
        workerSrc: ["'self'"],
        manifestSrc: ["'self'"],
        objectSrc: ["'none'"],
        frameSrc: ["'none'"],
        frameAncestors: ["'none'"],
        baseUri: ["'self'"],
        formAction: ["'self'"],
        ...(isSecure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    // Over plain http browsers ignore it, and a machine that later serves http again must not be locked out.
    strictTransportSecurity: isSecure,
    // Both need a secure context; over http a browser only complains.
    crossOriginOpenerPolicy: isSecure,
    originAgentCluster: isSecure,
  });
}
