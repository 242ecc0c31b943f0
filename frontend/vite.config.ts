import { readFileSync } from 'node:fs';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';

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

export default defineConfig({
  plugins: [
    svelte({ configFile: false, compilerOptions: { runes: true, discloseVersion: false } }),
    constantSwitches(),
    plainImports(),
    themeFirst(),
  ],
  build: {
    outDir: 'target/classes/page',
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
