import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

// The server that `npm run dev` asks for data.
const server = process.env.GULOU_ORIGIN ?? 'http://127.0.0.1:8080';

export default defineConfig({
  base: '/console/',
  resolve: { alias: { '@': fileURLToPath(new URL('src', import.meta.url)) } },
  build: {
    target: ['chrome109', 'firefox115', 'safari16'],
    // Everything is a file of its own with a hash in its name; the policy allows no data: scripts or styles.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 700,
    reportCompressedSize: true,
    rolldownOptions: {
      // "use client" means nothing here.
      checks: { moduleLevelDirective: false },
    },
  },
  server: { proxy: { '/api': server, '/assets': server } },
  test: {
    environment: 'jsdom',
    include: ['src/**/*.test.{ts,tsx}'],
    setupFiles: ['src/shared/test/setup.ts'],
    restoreMocks: true,
    isolate: false, // reading React and Ant Design anew for each file takes longer than the tests
    testTimeout: 30_000,
  },
});
