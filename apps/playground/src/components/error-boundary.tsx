// What stands in the page's place when drawing it failed: the sentence, and a way back.
import { Component, type ReactNode } from "react";

interface Props {
  readonly children: ReactNode;
}

export class ErrorBoundary extends Component<Props, { readonly error: Error | null }> {
  override state: { readonly error: Error | null } = { error: null };

  static getDerivedStateFromError(error: Error) {
    return { error };
  }

  override render() {
    const { error } = this.state;
    if (error === null) return this.props.children;
    return (
      <main role="alert">
        <h1>This picture could not be drawn.</h1>
        <p>{error.message}</p>
        <p>
          <button type="button" onClick={startAnew}>
            Start anew
          </button>
        </p>
      </main>
    );
  }
}

/** Leaves the state that could not be drawn: it stands in the address. */
function startAnew(): void {
  location.hash = "#/arithmetic";
  location.reload();
}
