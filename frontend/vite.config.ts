import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { build, defineConfig, type Plugin } from 'vite';

/**
 * The stored theme has to hold before the first paint, and the page's policy allows no inline script:
 * so a script of its own, loaded before anything is drawn.
 */
function themeFirst(): Plugin {
  const source = readFileSync('src/theme-first.js', 'utf8');
  return {
    name: 'theme-first',
    apply: 'build',
    transformIndexHtml: {
      order: 'post',
      handler(_html, context) {
        const files = Object.keys(context.bundle ?? {});
        const first = files.filter((name) => name.includes('theme-first'));
        return [
          ...first.map((name) => ({ tag: 'script', attrs: { src: `/${name}` } })),
          ...(context.chunk?.imports ?? []).map((name) => ({
            tag: 'link',
            attrs: { rel: 'modulepreload', href: `/${name}` },
          })),
        ].map((tag) => ({ ...tag, injectTo: 'head-prepend' as const }));
      },
    },
    buildStart() {
      this.emitFile({ type: 'asset', name: 'theme-first.js', source });
    },
  };
}

/**
 * Svelte carries switches that its compiler or its server rendering may turn on while a page runs. Nothing
 * here does: told so, the bundler leaves out what they guard: more than a kilobyte, compressed.
 */
function constantSwitches(): Plugin {
  const constants = {
    '/internal/flags/index.js': ['async_mode_flag', 'legacy_mode_flag', 'tracing_mode_flag'],
    '/internal/client/dom/hydration.js': ['hydrating'],
  };
  return {
    name: 'constant-switches',
    apply: 'build',
    transform(code, id) {
      const file = Object.entries(constants).find(([path]) => id.endsWith(path));
      if (!file) return null;
      return file[1].reduce((source, name) => {
        const constant = source
          .replace(`export let ${name} = false;`, `export const ${name} = false;`)
          .replaceAll(new RegExp(`^\\t${name} = (?:true|false|value);$`, 'gm'), '');
        if (constant === source) throw new Error(`Svelte has no ${name} any more: see constantSwitches`);
        return constant;
      }, code);
    },
  };
}

/** The helper that Vite puts around import() loads style sheets and preloads: there is nothing of that here. */
function plainImports(): Plugin {
  return {
    name: 'plain-imports',
    apply: 'build',
    enforce: 'pre',
    load: (id) =>
      id === '\0vite/preload-helper.js' ? 'export const __vitePreload = (load) => load();' : null,
  };
}

const page = 'target/classes/page';

/** The service worker is told which files there are, and so is another one whenever a file is. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    async closeBundle(failure) {
      if (failure) return;
      const names = readdirSync(page, { recursive: true, encoding: 'utf8', withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(page.length).replaceAll('\\', '/'))
        .sort();
      const hash = createHash('sha256');
      for (const name of names) hash.update(name).update(readFileSync(page + name));
      const files = names.map((name) => (name === '/index.html' ? '/' : name));
      await build({
        configFile: false,
        logLevel: 'warn',
        publicDir: false,
        define: {
          FILES: JSON.stringify(files),
          VERSION: JSON.stringify(hash.digest('hex').slice(0, 12)),
        },
        build: {
          outDir: page,
          emptyOutDir: false,
          target: 'es2023',
          reportCompressedSize: false,
          rolldownOptions: {
            input: 'worker/worker.ts',
            output: { format: 'iife', entryFileNames: 'worker.js' },
          },
        },
      });
    },
  };
}

export default defineConfig({
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true, discloseVersion: false } }),
    constantSwitches(),
    plainImports(),
    themeFirst(),
    serviceWorker(),
  ],
  build: {
    outDir: page,
    emptyOutDir: true,
    cssCodeSplit: false, // one style sheet: no part has to wait for its own
    assetsInlineLimit: 0, // the policy allows no inline script or style
    modulePreload: false, // themeFirst names the files itself, and nothing is left to be loaded at run time
    target: 'es2023',
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: 'first', tags: ['$initial'] }] } } },
    reportCompressedSize: false,
    sourcemap: false,
  },
  server: { proxy: { '/api': process.env.GRIPE_URL ?? 'http://127.0.0.1:4747' } },
});
