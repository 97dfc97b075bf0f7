import { cleanup, configure } from '@testing-library/react';

// A machine that is busy with the other tests is not a failure.
configure({ asyncUtilTimeout: 10_000 });

// What jsdom has no notion of: media queries, and sizes that change.
if (typeof window !== 'undefined') {
  document.body.classList.add('awsui-motion-disabled'); // nor has it transitions, which would have to end
  window.matchMedia ??= (query) =>
    ({
      matches: false,
      media: query,
      addEventListener() {},
      removeEventListener() {},
    }) as unknown as MediaQueryList;
  window.ResizeObserver ??= class {
    observe() {}
    unobserve() {}
    disconnect() {}
  };
}

afterEach(cleanup);
