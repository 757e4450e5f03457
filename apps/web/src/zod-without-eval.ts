import { config } from 'zod/v4/core';

// Otherwise zod tries whether it may compile its parsers, and the Content-Security-Policy reports the try as a breach.
// Imported before anything that makes a schema.
config({ jitless: true });
