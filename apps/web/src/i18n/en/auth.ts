import type { Dictionary } from '../id/index.ts';

export const auth: Dictionary['auth'] = {
  tagline: 'One message to many customers through your own WhatsApp, at a humane pace.',
  point1: 'Link your number by scanning a QR code',
  point2: 'Bring contacts by pasting or from a CSV file',
  point3: 'See what became of every single message',
  loginTitle: 'Log in to Siar',
  registerTitle: 'Create an account',
  email: 'E-mail',
  password: 'Password',
  passwordHint: 'At least 10 characters.',
  businessName: 'Business name or your name',
  businessNamePlaceholder: 'Kopi Senja',
  login: 'Log in',
  register: 'Create account',
  toRegister: 'No account yet? Create one now',
  toLogin: 'Already have an account? Log in',
  emailInvalid: 'Write the complete e-mail address, such as name@example.com.',
  passwordShort: 'The password needs at least 10 characters.',
  passwordLong: 'The password may have at most 72 bytes (about 72 letters).',
  consent: 'Send only to people who agreed to get messages from you.',
};
