// The way in: `node tools/bootstrap.mjs <command> [args]`, from a fresh clone with nothing but Node and npm.
// It installs, generates what TypeScript needs, and hands over to tools/<command>.ts in this same process,
// so that a signal meets one process, not a chain of wrappers. Plain Node: nothing is installed yet.
import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const COMMANDS = ['start', 'demo', 'test', 'check', 'bench', 'torture', 'build', 'db:migration'];

await main();

async function main() {
  const [command = '', ...rest] = process.argv.slice(2);
  // npm takes the `--` before arguments away, pnpm passes it on.
  const args = rest[0] === '--' ? rest.slice(1) : rest;
  try {
    if (!COMMANDS.includes(command))
      throw new Error(`unknown command "${command}": one of ${COMMANDS.join(', ')}`);
    requireNode();
    process.chdir(ROOT);
    await install();
    await generatePrismaClient();
    const { register } = await import('tsx/esm/api');
    register();
    const entry = await import(pathToFileURL(join(ROOT, 'tools', `${command.replace(':', '-')}.ts`)).href);
    process.exitCode = await entry.main(args);
  } catch (error) {
    process.exitCode = 1;
    process.stderr.write(`siar: ${process.env['SIAR_DEBUG'] ? error.stack : error.message}\n`);
  }
}

function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  throw new Error(`Node 20.19 or newer is needed; this is ${process.versions.node}`);
}

/** Installs with the pinned pnpm when the lockfile is not the one that was installed. */
async function install() {
  const lockfile = readFileSync(join(ROOT, 'pnpm-lock.yaml'), 'utf8');
  const modules = join(ROOT, 'node_modules');
  // pnpm keeps the lockfile that it installed; a workspace added since has no node_modules yet.
  const installed = join(modules, '.pnpm', 'lock.yaml');
  const complete = workspaces().every((folder) => existsSync(join(folder, 'node_modules')));
  if (complete && existsSync(installed) && readFileSync(installed, 'utf8') === lockfile) return;

  const { packageManager } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8'));
  await phase(`installing dependencies with ${packageManager}`, () =>
    run(
      'npx',
      ['--yes', packageManager, 'install', '--frozen-lockfile', '--config.confirm-modules-purge=false'],
      {
        // Chromium is Debian's; puppeteer must not fetch its own.
        PUPPETEER_SKIP_DOWNLOAD: '1',
        npm_config_loglevel: 'error',
      },
    ),
  );
}

/** The generated client is not in git: TypeScript, tests and the server all need it. */
async function generatePrismaClient() {
  const db = join(ROOT, 'packages', 'db');
  const schema = readFileSync(join(db, 'prisma', 'schema.prisma'));
  const prisma = join(db, 'node_modules', 'prisma');
  const { version } = JSON.parse(readFileSync(join(prisma, 'package.json'), 'utf8'));
  const wanted = createHash('sha256').update(schema).update(version).digest('hex');
  const stamp = join(db, 'src', 'generated', '.stamp');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;

  await phase('generating the Prisma client', () =>
    run(
      process.execPath,
      [join(prisma, 'build', 'index.js'), 'generate'],
      {
        // Generating does not use the schema engine, yet insists on one; any existing program will do.
        PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
        PRISMA_HIDE_UPDATE_MESSAGE: '1',
        CHECKPOINT_DISABLE: '1',
      },
      db,
    ),
  );
  mkdirSync(dirname(stamp), { recursive: true });
  writeFileSync(stamp, wanted);
}

function workspaces() {
  const inside = (folder) =>
    readdirSync(join(ROOT, folder))
      .map((name) => join(ROOT, folder, name))
      .filter((path) => existsSync(join(path, 'package.json')));
  return [...inside('apps'), ...inside('packages'), join(ROOT, 'tools')];
}

async function phase(title, work) {
  const start = Date.now();
  process.stdout.write(`siar: ${title} …\n`);
  await work();
  process.stdout.write(`siar: ${title}: done in ${((Date.now() - start) / 1000).toFixed(1)} s\n`);
}

/** Runs to the end, silently; its output is shown when it fails. */
function run(command, args, env, cwd = ROOT) {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk) => (output += chunk));
    child.stderr.on('data', (chunk) => (output += chunk));
    const stop = (signal) => {
      child.kill(signal);
      process.exit(signal === 'SIGINT' ? 130 : 143);
    };
    process.once('SIGINT', stop);
    process.once('SIGTERM', stop);
    child.on('error', reject);
    child.on('close', (code) => {
      process.off('SIGINT', stop);
      process.off('SIGTERM', stop);
      if (code === 0) return resolve();
      reject(new Error(`${command} ${args[0]} failed (${code})\n${output.trim()}`));
    });
  });
}
