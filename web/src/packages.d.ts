declare module "@alpinejs/csp" {
  const Alpine: { start(): void };
  export default Alpine;
}

/** Of the tests (build/test-setup.ts). */
declare var render: (html: string) => void;
