// Workers of this page. Where the host demands it, a worker starts from a trusted address alone: one that the build made.

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL(address: string): string },
  ): {
    createScriptURL(address: string): string;
  };
}

const { trustedTypes } = globalThis as { readonly trustedTypes?: TrustedTypes };

/** The name that the page's security policy allows. */
const policy = trustedTypes?.createPolicy("toeplitz-worker", {
  createScriptURL: (address) => {
    const { origin } = new URL(address, location.href);
    if (origin !== location.origin) throw new TypeError(`no worker of this page is at ${origin}`);
    return address;
  },
});

export function startWorker(address: string): Worker {
  return new Worker(policy?.createScriptURL(address) ?? address, { type: "module" });
}
