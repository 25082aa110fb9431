import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect } from 'chai';
import { z } from 'zod';

const ROOT = join(dirname(fileURLToPath(import.meta.url)), '../../../..');

/** Inwards only: what each layer may import. A service never sees another; adapters never see each other or the core's engine. */
const MAY_SEE: Readonly<Record<string, readonly string[]>> = {
  domain: [],
  contract: ['domain'],
  core: ['domain', 'core'],
  adapter: ['domain', 'contract'],
  kit: ['domain', 'contract', 'adapter'],
  service: ['domain', 'contract', 'core', 'adapter', 'kit'],
};
const SEES_ALL = ['@sofi/e2e', '@sofi/bench'];
/** Pure: same input, same output, on any machine at any time. */
const PURE = ['domain', 'indicators', 'strategies', 'engine'];

const manifest = z.object({
  name: z.string(),
  dependencies: z.record(z.string(), z.string()).default({}),
  devDependencies: z.record(z.string(), z.string()).default({}),
  nx: z.object({ tags: z.array(z.string()) }),
});
const references = z.object({ references: z.array(z.object({ path: z.string() })).default([]) });

interface Project {
  readonly folder: string;
  readonly name: string;
  readonly layer: string;
  readonly declared: readonly string[];
  /** folders of the projects that its tsconfig names; undefined where a bundler compiles it */
  readonly referenced: readonly string[] | undefined;
  readonly sources: readonly { readonly file: string; readonly text: string }[];
}

const projects = ['libs', 'services', 'deploy']
  .flatMap((folder) => readdirSync(join(ROOT, folder)).map((name) => `${folder}/${name}`))
  .concat('bench')
  .filter((folder) => existsSync(join(ROOT, folder, 'package.json')))
  .map(readProject);
const byName = new Map(projects.map((project) => [project.name, project]));

describe('boundaries', () => {
  for (const project of projects) {
    describe(project.name, () => {
      it('declares every package of ours that it imports, in package.json and in tsconfig.json', () => {
        const imported = [...new Set(project.sources.flatMap(({ text }) => importsOf(text)))];
        expect(
          imported.filter((name) => !project.declared.includes(name)),
          'not in package.json',
        ).to.deep.equal([]);
        const folders = imported.map((name) => byName.get(name)?.folder ?? name);
        expect(
          folders.filter((folder) => project.referenced && !project.referenced.includes(folder)),
          'not in tsconfig.json',
        ).to.deep.equal([]);
      });

      it('depends inwards only', () => {
        if (SEES_ALL.includes(project.name)) return;
        const outwards = project.declared.filter((name) => !(MAY_SEE[project.layer] ?? []).includes(byName.get(name)?.layer ?? 'unknown'));
        expect(outwards, `a ${project.layer} may see ${MAY_SEE[project.layer]?.join(', ')}`).to.deep.equal([]);
      });
    });
  }

  it('compiles every project with the others', () => {
    const compiled = references.parse(readJson('tsconfig.json')).references.map(({ path }) => path);
    expect(compiled.toSorted()).to.deep.equal(
      projects
        .filter(({ referenced }) => referenced)
        .map(({ folder }) => folder)
        .toSorted(),
    );
  });

  for (const name of PURE) {
    it(`keeps ${name} free of input, output, clocks and chance`, () => {
      const impure = (byName.get(`@sofi/${name}`)?.sources ?? [])
        .filter(({ file }) => !/\.(spec|contract)\.ts$/.test(file) && !file.startsWith('test/'))
        .filter(({ text }) => /from 'node:|\bDate\.now\(|\bnew Date\(\)|\bMath\.random\(|\bperformance\.now\(|\bprocess\./.test(text))
        .map(({ file }) => file);
      expect(impure).to.deep.equal([]);
    });
  }
});

describe('the lint that holds the boundaries', () => {
  let copy: string;
  beforeEach(() => {
    copy = mkdtempSync(join(tmpdir(), 'sofi-lint-'));
    copyFileSync(join(ROOT, '.oxlintrc.json'), join(copy, '.oxlintrc.json'));
  });
  afterEach(() => rmSync(copy, { recursive: true }));

  const plant = (file: string, text: string) => {
    mkdirSync(dirname(join(copy, file)), { recursive: true });
    writeFileSync(join(copy, file), text);
  };
  /** Type-aware rules need the compiled project; boundaries do not. */
  const lint = () => {
    const config = join(copy, '.oxlintrc.json');
    writeFileSync(config, readFileSync(config, 'utf8').replace('"typeAware": true', '"typeAware": false'));
    const { status, stdout } = spawnSync(process.execPath, [join(ROOT, 'node_modules/oxlint/bin/oxlint'), '--config', config, '.'], { cwd: copy, encoding: 'utf8' });
    return { clean: status === 0, rules: [...stdout.matchAll(/\S+\(([a-z-]+)\)/g)].map(([, rule]) => rule) };
  };

  const bad: [string, string][] = [
    ['libs/domain', '@sofi/contracts'],
    ['libs/contracts', '@sofi/engine'],
    ['libs/indicators', '@sofi/strategies'],
    ['libs/strategies', '@sofi/engine'],
    ['libs/engine', '@sofi/nats'],
    ['libs/engine', '@sofi/postgres'],
    ['libs/tape', '@sofi/contracts'],
    ['libs/tradier', '@sofi/engine'],
    ['libs/nats', '@sofi/postgres'],
    ['libs/postgres', '@sofi/tradier'],
    ['libs/service-kit', '@sofi/tradier'],
    ['services/gateway', '@sofi/order-router'],
    ['services/strategy-runner', '@sofi/tradier-simulator'],
  ];
  for (const [folder, name] of bad) {
    it(`refuses ${name} in ${folder}`, () => {
      plant(`${folder}/src/planted.ts`, `import { anything } from '${name}';\n\nexport const planted = anything;\n`);
      expect(lint()).to.deep.equal({ clean: false, rules: ['no-restricted-imports'] });
    });
  }

  it('refuses a circle of imports', () => {
    plant('libs/domain/src/one.ts', `import { two } from './two.js';\n\nexport const one = () => two;\n`);
    plant('libs/domain/src/two.ts', `import { one } from './one.js';\n\nexport const two = () => one;\n`);
    expect(lint()).to.deep.equal({ clean: false, rules: ['no-cycle', 'no-cycle'] });
  });

  it('takes what points inwards', () => {
    plant('libs/engine/src/planted.ts', `import { anything } from '@sofi/domain';\n\nexport const planted = anything;\n`);
    plant('services/gateway/src/planted.ts', `import { anything } from '@sofi/nats';\n\nexport const planted = anything;\n`);
    expect(lint()).to.deep.equal({ clean: true, rules: [] });
  });
});

function readProject(folder: string): Project {
  const { name, dependencies, devDependencies, nx } = manifest.parse(readJson(join(folder, 'package.json')));
  const layer = nx.tags.find((tag) => tag.startsWith('layer:'))?.slice('layer:'.length) ?? 'none';
  const declared = Object.keys({ ...dependencies, ...devDependencies }).filter((dependency) => dependency.startsWith('@sofi/'));
  return { folder, name, layer, declared, referenced: referencedFolders(folder), sources: sourcesOf(folder) };
}

function referencedFolders(folder: string): string[] | undefined {
  const file = join(folder, 'tsconfig.json');
  // The dashboard is compiled by its bundler, which reads the built packages.
  if (!existsSync(join(ROOT, file)) || folder === 'services/dashboard') return undefined;
  return references.parse(readJson(file)).references.map(({ path }) => join(folder, path));
}

function sourcesOf(folder: string): { file: string; text: string }[] {
  return ['src', 'test']
    .filter((part) => existsSync(join(ROOT, folder, part)))
    .flatMap((part) => readdirSync(join(ROOT, folder, part), { recursive: true, encoding: 'utf8' }).map((file) => join(part, file)))
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => ({ file, text: readFileSync(join(ROOT, folder, file), 'utf8') }));
}

/** Names of our packages in static, side-effect and dynamic imports; `@sofi/nats/server` is `@sofi/nats`. This very file only talks about them. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:^import\b[^'`]*?|^export\b[^'`]*?\bfrom |\bimport\()'(@sofi\/[a-z0-9-]+)/gm)].map(([, name]) => name ?? '');
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(join(ROOT, file), 'utf8'));
}
