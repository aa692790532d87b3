/** The look of a report: warm paper, one accent, faces first. Light, dark and print; no script, no font to load. */
export const REPORT_STYLE = `
:root {
  --paper: #faf6ef; --card: #fffdf9; --ink: #2a2520; --soft: #6b6259; --line: #e4dacb;
  --accent: #a6461f; --accent-soft: #f6e4d8; --calm: #2c5f5d;
  --serif: 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Book Antiqua', Georgia, serif;
  --sans: system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif;
}
@media (prefers-color-scheme: dark) {
  :root {
    --paper: #1b1815; --card: #25211d; --ink: #f1e9df; --soft: #b5a99b; --line: #3d362f;
    --accent: #f0a27c; --accent-soft: #3a281f; --calm: #8fc7c3;
  }
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 17px/1.55 var(--sans); -webkit-text-size-adjust: 100%; }
body { margin: 0; }
.sheet { max-width: 60rem; margin: 0 auto; padding: 2.5rem clamp(1rem, 4vw, 3rem) 4rem; }
h1, h2, h3, h4 { font-family: var(--serif); font-weight: 600; line-height: 1.2; text-wrap: balance; margin: 0; }
h1 { font-size: clamp(1.9rem, 4.5vw, 2.8rem); letter-spacing: -0.01em; overflow-wrap: anywhere; }
h2 { font-size: 1.5rem; margin-block: 0 1rem; overflow-wrap: anywhere; }
p { margin-block: 0.4rem; max-width: 42rem; }
.brand { display: flex; gap: 0.5rem; align-items: center; font: 600 1rem var(--serif); color: var(--soft); margin: 0 0 2.5rem; }
.brand .roof { fill: none; stroke: var(--accent); stroke-width: 1.8; stroke-linecap: round; stroke-linejoin: round; }
.brand .window { fill: var(--accent); opacity: 0.85; }
.lede { font-size: 1.1rem; color: var(--soft); margin-top: 0.8rem; }
.motto { border-inline-start: 3px solid var(--accent); padding: 0.1rem 0 0.1rem 1rem; font: italic 1.05rem/1.5 var(--serif); margin-top: 1.4rem; }
.notice { background: var(--accent-soft); border-radius: 0.6rem; padding: 0.8rem 1.1rem; margin-top: 1.2rem; }
.probe { margin-top: 3.2rem; }
.seen { display: grid; grid-template-columns: fit-content(37rem) minmax(13rem, 1fr); gap: 1.2rem 1.8rem; align-items: start; }
.picture { margin: 0; }
.picture img { display: block; max-width: 100%; max-height: 30rem; border-radius: 0.8rem; background: var(--line); }
figcaption { color: var(--soft); font-size: 0.85rem; margin-top: 0.4rem; overflow-wrap: anywhere; }
.chosen-face { display: grid; gap: 0.9rem; }
.chosen-face h3 { font-size: 1.1rem; }
.crop { margin: 0; width: 160px; }
.crop img, .no-picture { display: block; width: 160px; height: 160px; object-fit: cover; border-radius: 0.7rem; background: var(--line); }
.no-picture { display: grid; place-items: center; color: var(--soft); font-size: 0.8rem; }
.reasons { margin: 0.4rem 0; padding-inline-start: 1.1rem; }
.quality, .ages { font-size: 0.95rem; color: var(--soft); }
.quality strong { color: var(--ink); font-weight: 600; }
.figure { white-space: nowrap; }
.answer { font-size: 1.35rem; margin: 2.2rem 0 0.4rem; }
.limit { color: var(--soft); font-size: 0.95rem; }
.candidates { list-style: none; margin: 1.2rem 0 0; padding: 0; display: grid; gap: 1.1rem; }
.candidate { background: var(--card); border: 1px solid var(--line); border-radius: 1rem; padding: 1.2rem; display: grid; grid-template-columns: auto minmax(0, 1fr); gap: 1.1rem 1.6rem; break-inside: avoid; }
.pair { display: flex; gap: 4px; }
.pair .crop:first-child img, .pair .crop:first-child .no-picture { border-start-end-radius: 0.15rem; border-end-end-radius: 0.15rem; }
.pair .crop:last-child img, .pair .crop:last-child .no-picture { border-start-start-radius: 0.15rem; border-end-start-radius: 0.15rem; }
.rank { color: var(--accent); font-size: 0.8rem; font-weight: 600; letter-spacing: 0.04em; margin: 0; }
.candidate h4 { font-size: 1.3rem; overflow-wrap: anywhere; }
.strength { display: flex; gap: 0.7rem; align-items: baseline; font-weight: 600; }
.strength small { display: block; font-weight: 400; color: var(--soft); font-size: 0.88rem; }
.dots { display: inline-flex; gap: 3px; flex: none; }
.dots i { width: 0.55rem; height: 0.55rem; border-radius: 50%; border: 1.5px solid var(--calm); }
.dots i.on { background: var(--calm); }
details { margin-top: 0.5rem; font-size: 0.85rem; color: var(--soft); }
summary { cursor: pointer; width: fit-content; }
summary:focus-visible { outline: 2px solid var(--accent); outline-offset: 3px; border-radius: 2px; }
table { border-collapse: collapse; margin-top: 0.4rem; font-variant-numeric: tabular-nums; }
caption { text-align: start; padding-bottom: 0.3rem; }
th, td { font-weight: 400; text-align: end; padding: 0.15rem 0.9rem 0.15rem 0; }
th:first-child { text-align: start; }
thead th { border-bottom: 1px solid var(--line); }
.others { grid-column: 1 / -1; display: flex; flex-wrap: wrap; gap: 0.8rem; align-items: start; border-top: 1px solid var(--line); padding-top: 0.9rem; }
.others p { flex: none; margin: 0 0.6rem 0 0; font-size: 0.85rem; color: var(--soft); }
.others .crop, .others .crop img, .others .no-picture { width: 80px; }
.others .crop img, .others .no-picture { height: 80px; border-radius: 0.4rem; }
.reading { margin-top: 3.5rem; border-top: 1px solid var(--line); padding-top: 2rem; }
.reading ol { padding-inline-start: 1.2rem; max-width: 42rem; }
.reading li { margin-block: 0.6rem; }
footer { margin-top: 3rem; color: var(--soft); font-size: 0.85rem; }
@media (max-width: 46rem) {
  .seen, .candidate { grid-template-columns: minmax(0, 1fr); }
  .pair .crop, .pair img, .pair .no-picture { width: min(160px, 42vw); height: auto; aspect-ratio: 1; }
}
@media print {
  :root { --paper: #fff; --card: #fff; --ink: #000; --soft: #444; --line: #bbb; --accent: #7a2f10; --accent-soft: #f3f3f3; --calm: #244; }
  html { font-size: 11pt; }
  .sheet { max-width: none; padding: 0; }
  .dots i.on, .notice { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
  .probe { break-before: auto; }
  details { display: none; }
}
`;
