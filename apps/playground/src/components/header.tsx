// The line on top: name, views, theme.
import type { Theme } from "@toeplitz/figures";
import type { View } from "../state/link.ts";

interface HeaderProps {
  readonly view: View;
  readonly theme: Theme;
  readonly touring: boolean;
  readonly onTheme: () => void;
  readonly onTour: () => void;
}

const titles: Readonly<Record<View, string>> = {
  arithmetic: "Arithmetic",
  matrix: "Matrix",
  image: "Image",
  network: "Network",
  train: "Train",
  shapes: "Shapes",
};

export function Header({ view, theme, touring, onTheme, onTour }: HeaderProps) {
  return (
    <header className="header">
      <a className="name" href="#/arithmetic">
        <Emblem />
        toeplitz
      </a>
      <nav aria-label="Views">
        {(Object.keys(titles) as View[]).map((name) => (
          <a key={name} href={`#/${name}`} aria-current={name === view ? "page" : undefined}>
            {titles[name]}
          </a>
        ))}
      </nav>
      <div className="ways">
        <button type="button" className="link" aria-pressed={touring} onClick={onTour}>
          Tour
        </button>
        <button type="button" className="link" onClick={onTheme}>
          {theme === "dark" ? "Light" : "Dark"}
        </button>
      </div>
    </header>
  );
}

/** Diagonals of a small kernel matrix. */
function Emblem() {
  return (
    <svg className="emblem" viewBox="0 0 20 20" aria-hidden="true">
      {[0, 1, 2].map((k) => (
        <path
          key={k}
          className={`thread-${k}`}
          d={[0, 1, 2].map((row) => `M${(row + k) * 4} ${row * 7}h4v6h-4z`).join("")}
        />
      ))}
    </svg>
  );
}
