/**
 * The look of the report: one column for reading, print and dark mode, no script, no font to load.
 *
 * Curve colours after Okabe & Ito (2008), which people with a colour vision deficiency can tell apart; each also has
 * its own dash, and its name stands at its end.
 */
export const STYLE = `
:root { color-scheme: light dark;
  --paper: #fbfaf7; --card: #ffffff; --ink: #1d2327; --soft: #5a656c; --line: #dcdfdc; --best: #e3f0ec; --note: #fff6e0; --accent: #0b5d5e; --faint: #6d777d;
  --h1: #f6e8d5; --h2: #ece9d2; --h3: #d5e6d5; --h4: #bcdedb; --h5: #9fd3d2;
  --c0: #0b5d5e; --c1: #0072b2; --c2: #4f9fd0; --c3: #007a5a; --c4: #b36b00; --c5: #b0568d; --c6: #c04f00; --c7: #6a6f73 }
@media screen and (prefers-color-scheme: dark) { :root {
  --paper: #14181a; --card: #1b2023; --ink: #e8eae8; --soft: #a3adb2; --line: #343b3f; --best: #173a37; --note: #3a3118; --accent: #6fd0c8; --faint: #8b959a;
  --h1: #4a3a22; --h2: #44432a; --h3: #2e4634; --h4: #1e4a48; --h5: #145a5a;
  --c0: #6fd0c8; --c1: #5aa9e6; --c2: #9ad0f5; --c3: #35b98c; --c4: #e69f00; --c5: #d98cbb; --c6: #f08a4b; --c7: #a3adb2 } }
* { box-sizing: border-box }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.6 system-ui, -apple-system, 'Segoe UI', sans-serif }
main { max-width: 68rem; margin: 0 auto; padding: 3rem 1.5rem 5rem }
h1 { font: 600 2.2rem/1.2 ui-serif, Georgia, 'Times New Roman', serif; margin: 0 0 .4rem; letter-spacing: -.01em }
h2 { font: 600 1.4rem/1.3 ui-serif, Georgia, 'Times New Roman', serif; margin: 3.2rem 0 .3rem; padding-top: 1.2rem; border-top: 1px solid var(--line) }
h3 { font-size: 1rem; margin: 2rem 0 .4rem }
p, li { max-width: 46rem }
.soft, figcaption, caption { color: var(--soft) }
.lead { font-size: 1.12rem }
.facts { display: flex; flex-wrap: wrap; gap: .4rem 2.4rem; margin: 1.6rem 0; padding: 0 }
.facts div { display: flex; flex-direction: column-reverse }
.facts dt { color: var(--soft); font-size: .85rem } .facts dd { margin: 0; font-size: 1.5rem; font-weight: 600; font-variant-numeric: tabular-nums }
.warnings { background: var(--note); border-left: 4px solid var(--c4); padding: .8rem 1.2rem; margin: 1.6rem 0 } .warnings ul { margin: .3rem 0; padding-left: 1.1rem }
.scroll { overflow-x: auto; margin: 1rem 0 }
table { border-collapse: collapse; width: 100%; font-size: .94rem; background: var(--card); font-variant-numeric: tabular-nums }
caption { text-align: left; padding-bottom: .6rem; font-size: .92rem }
th, td { padding: .45rem .45rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; white-space: nowrap }
th[scope=row], th:first-child { text-align: left } thead th { font-size: .84rem; font-weight: 600; color: var(--soft); vertical-align: bottom; white-space: normal } thead .group { white-space: nowrap }
thead tr:first-child:not(:last-child) th { border-bottom: 0; padding-bottom: 0 } thead .group { text-align: center }
tbody th { font-weight: 500 } tr.lead-method th { font-weight: 700; color: var(--accent) }
td small { display: block; color: var(--soft); font-size: .72rem } td.best { background: var(--best); font-weight: 700 } td.best small { font-weight: 400 }
.charts { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(26rem, 100%), 1fr)); gap: 1.2rem } .small { grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr)) }
figure { margin: 0; background: var(--card); border: 1px solid var(--line); border-radius: 6px; padding: 1rem; break-inside: avoid }
figcaption { font-size: .88rem; margin-top: .4rem } figure h3 { margin: 0 0 .4rem }
svg { width: 100%; height: auto; display: block } .chart-square { max-width: 420px } svg text { fill: var(--soft); font-size: 12px } svg .axis { font-size: 12.5px; fill: var(--ink) }
.grid line { stroke: var(--line); stroke-width: 1 }
.curve { fill: none; stroke: var(--look); stroke-width: 1.8; stroke-dasharray: var(--dash); stroke-linejoin: round } .curve.look-0 { stroke-width: 3.2 }
.name text { fill: var(--look); font-size: 12.5px } .name.look-0 text { font-weight: 700 } .lead { stroke-width: 1 } svg .lead { fill: none; stroke: var(--look); opacity: .5 }
.look-0 { --look: var(--c0); --dash: none } .look-1 { --look: var(--c1); --dash: 9 3 } .look-2 { --look: var(--c2); --dash: 4 3 } .look-3 { --look: var(--c3); --dash: none }
.look-4 { --look: var(--c4); --dash: 10 3 2 3 } .look-5 { --look: var(--c5); --dash: 2 3 } .look-6 { --look: var(--c6); --dash: 6 3 2 3 2 3 } .look-7 { --look: var(--c7); --dash: 1 3 }
.bars-mated { fill: var(--c0); opacity: .45 } .bars-strangers { fill: none; stroke: var(--c6); stroke-width: 1.6 }
.key-mated { color: var(--c0); font-weight: 600 } .key-strangers { color: var(--c6); font-weight: 600 }
dl.terms { display: grid; grid-template-columns: minmax(9rem, max-content) 1fr; gap: .5rem 1.6rem } dl.terms dt { font-weight: 600 } dl.terms dd { margin: 0; max-width: 44rem }
code { font-size: .88em } .models td, .models th { font-size: .9rem; text-align: left }
td.sure { font-weight: 700 } td.sure small { font-weight: 400 } td.few, td.few small, .few .soft { color: var(--faint) } td.broken { color: var(--c6); font-weight: 700 }
.stress th[scope=row] { white-space: normal; min-width: 8rem } .stress th, .stress td { padding: .4rem .3rem }
thead th small { display: block; font-weight: 400; font-size: .72rem }
.heat { margin: 1rem 0 } .heat .scroll { margin: 0 } .heat text { font-size: 11.5px } .heat .value { font-size: 14px; font-weight: 700; fill: var(--ink) } .heat g text { fill: var(--ink) } .heat rect { stroke: none }
.shade-0 rect, .few rect { fill: var(--paper); stroke: var(--line) } .heat .few text, .heat .shade-0 text { fill: var(--faint) } .heat .few .value { fill: var(--faint); font-weight: 400 }
.shade-1 rect { fill: var(--h1) } .shade-2 rect { fill: var(--h2) } .shade-3 rect { fill: var(--h3) } .shade-4 rect { fill: var(--h4) } .shade-5 rect { fill: var(--h5) }
.diagonal { stroke: var(--soft); stroke-dasharray: 4 4 } .point line { stroke: var(--look); stroke-width: 1.6 } .point circle { fill: var(--look) }
.errors { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(22rem, 100%), 1fr)); gap: 1rem } .errors article { display: flex; gap: .6rem; border: 1px solid var(--line); border-radius: 6px; padding: .8rem; background: var(--card) }
.errors figure { border: 0; padding: 0; width: 112px } .errors img, .no-picture { width: 100%; height: auto; aspect-ratio: 1; object-fit: cover; border-radius: 4px; display: block } .errors figcaption { font-size: .76rem; line-height: 1.35; overflow-wrap: anywhere } .errors figcaption span { display: block; color: var(--soft) }
.no-picture { background: var(--line); font-size: .8rem; display: grid; place-items: center; color: var(--soft) }
@media (max-width: 40rem) { main { padding: 1.5rem 1rem 3rem } dl.terms { grid-template-columns: 1fr } dl.terms dd { margin-bottom: .6rem } .charts { grid-template-columns: 1fr } }
@media print { :root { color-scheme: light } body { background: #fff; font-size: 10.5pt } main { max-width: none; padding: 0 } h2 { break-after: avoid } table, figure { break-inside: avoid } .scroll { overflow: visible } th, td { padding: .3rem .45rem } }
`;
