// The playground's entry.
import { createRoot } from "react-dom/client";

createRoot(document.getElementById("root")!).render(<h1>Toeplitz</h1>);
