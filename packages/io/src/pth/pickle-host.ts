// What a pickle is run for: its caller, who lists what it may name, and the values that caller and pickle exchange.

/** A name that a pickle imports: it can be called, or stand for something in a persistent id. */
export class PickleGlobal {
  readonly name: string;
  /** What calling it gives; absent for what is only named. */
  readonly call: ((args: readonly unknown[]) => unknown) | undefined;

  constructor(name: string, call?: (args: readonly unknown[]) => unknown) {
    this.name = name;
    this.call = call;
  }
}

/** What the machine asks of its caller; each answer may be an error that it throws. */
export interface PickleHost {
  /** The value of a global, or undefined for one that is not allowed. */
  readonly global: (name: string) => unknown;
  /** The object that a persistent id stands for. */
  readonly persistent: (id: unknown) => unknown;
  /** Whether a value is for calls and persistent ids alone, and may not become part of the result. */
  readonly isPart: (value: unknown) => boolean;
  /** Makes the error: where, what must hold there, what stands there. */
  readonly refuse: (where: string, rule: string, value: unknown, code?: string) => Error;
  /** Pays for bytes of heap that are about to be taken. */
  readonly spend: (bytes: number) => void;
  /** Offers others a turn. */
  readonly pause: () => Promise<void>;
}

/** What the parts of the machine share: a host whose errors say at which opcode. */
export interface PickleTerms {
  readonly isPart: PickleHost["isPart"];
  readonly spend: PickleHost["spend"];
  readonly refuse: (rule: string, value: unknown, code?: string) => Error;
}
