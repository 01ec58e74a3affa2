// Bundles the page with esbuild: `node bundle.mjs OUT` writes hashed files into OUT and prints {"script", "style"}.
// Monaco runs three workers, each its own file on our own address: the page's security policy allows no blob and no CDN.
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url));
const out = path.resolve(process.argv[2]);

const WORKERS = {
  editor: 'monaco-editor/esm/vs/editor/editor.worker.js',
  json: 'monaco-editor/esm/vs/language/json/json.worker.js',
  graphql: 'monaco-graphql/esm/graphql.worker.js',
};

const common = {
  absWorkingDir: here,
  bundle: true,
  minify: true,
  metafile: true,
  outdir: out,
  entryNames: '[name]-[hash]',
  chunkNames: '[name]-[hash]',
  target: 'es2022',
  legalComments: 'linked',
  define: { 'process.env.NODE_ENV': '"production"' },
  plugins: [
    {
      // GraphiQL's style sheet brings Monaco's own; a second copy of it would never be loaded
      name: 'no-second-monaco-styles',
      setup: ({ onLoad }) => onLoad({ filter: /monaco-editor.esm.*\.css$/ }, () => ({ contents: '', loader: 'empty' })),
    },
  ],
  logLevel: 'error',
};

/** The written file that came from `entry`: its name in OUT, and that of its style sheet. */
function written(result, name) {
  for (const [file, output] of Object.entries(result.metafile.outputs)) {
    if (output.entryPoint && path.basename(file).startsWith(`${name}-`) && file.endsWith('.js')) {
      return { script: path.basename(file), style: output.cssBundle && path.basename(output.cssBundle) };
    }
  }
  throw new Error(`esbuild wrote no file for ${name}`);
}

const workers = await build({ ...common, entryPoints: WORKERS, format: 'iife' });
const names = Object.fromEntries(Object.keys(WORKERS).map(name => [name, written(workers, name).script]));

const page = await build({
  ...common,
  entryPoints: { main: 'main.jsx' },
  format: 'esm',
  splitting: true,
  jsx: 'automatic',
  define: { ...common.define, WORKER_FILES: JSON.stringify(names) },
});
console.log(JSON.stringify(written(page, 'main')));
