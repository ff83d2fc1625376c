import { defineConfig } from 'vitest/config'

// The tests in browser/ start `xunjian serve` and Chromium, so they run one after the other.
export default defineConfig({
  test: {
    include: ['browser/**/*.test.ts'],
    environment: 'node',
    fileParallelism: false,
    testTimeout: 60000,
    hookTimeout: 180000,
  },
})
