import { join } from 'node:path';
import { expect, test } from 'vitest';
import { ROOT } from '../repository.ts';
import { demoOptions } from './options.ts';

test('without arguments the demo sends the example through the simulator on port 3000', () => {
  expect(demoOptions([], {})).toEqual({
    once: false,
    engine: 'simulator',
    contacts: join(ROOT, 'examples', 'contacts.csv'),
    port: 3000,
  });
});

test('--port wins over PORT', () => {
  expect(demoOptions([], { PORT: '4000' }).port).toBe(4000);
  expect(demoOptions(['--port=5000'], { PORT: '4000' }).port).toBe(5000);
});

test('a relative contacts file is looked for where npm was called', () => {
  const inside = { INIT_CWD: join(ROOT, 'examples') };
  expect(demoOptions(['--contacts=contacts.csv'], inside).contacts).toBe(
    join(ROOT, 'examples', 'contacts.csv'),
  );
});

test.each([
  [['--engine=baileys'], '--engine must be simulator or web-js'],
  [['--port=http'], '--port must be a whole number'],
  [['--contacts=nobody.csv'], 'no such file'],
])('%s is refused by name', (args, words) => {
  expect(() => demoOptions(args, {})).toThrow(words);
});
