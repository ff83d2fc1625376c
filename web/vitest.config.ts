import { defineConfig, mergeConfig } from 'vitest/config'
import site from './vite.config'

export default mergeConfig(
  site,
  defineConfig({
    test: {
      include: ['tests/**/*.test.ts'],
      environment: 'jsdom',
      setupFiles: ['tests/setup.ts'],
      css: false,
      server: { deps: { inline: ['element-plus'] } },
    },
  }),
)
