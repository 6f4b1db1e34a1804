/** The page's style sheet: light or dark as the reader's system says, one column on a phone. */
export const pageStyle: string = `
:root { color-scheme: light dark; --ground: #f6f7f9; --card: #fff; --ink: #1d2129; --soft: #5c6470; --line: #dfe3e8; --mark: #0b7a4b; --bad: #b3261e; }
@media (prefers-color-scheme: dark) {
  :root { --ground: #14171c; --card: #1d2128; --ink: #e8eaee; --soft: #a0a8b4; --line: #313742; --mark: #4cc38a; --bad: #ff8a80; }
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, sans-serif; }
main { max-width: 72rem; margin: 0 auto; padding: 1.25rem 1rem 3rem; }
header { display: flex; flex-wrap: wrap; align-items: baseline; gap: .25rem 1rem; }
h1 { font-size: 1.4rem; margin: 0; }
h2 { font-size: 1rem; margin: 0 0 .5rem; }
#state { color: var(--soft); }
#state.lost { color: var(--bad); font-weight: 600; }
.numbers { display: grid; grid-template-columns: repeat(auto-fit, minmax(9.5rem, 1fr)); gap: .75rem; margin: 1rem 0; }
.numbers div, section { background: var(--card); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; }
dl { margin: 0; }
dt { color: var(--soft); font-size: .85rem; }
dd { margin: 0; font-size: 1.5rem; font-variant-numeric: tabular-nums; }
.pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 22rem), 1fr)); gap: .75rem; }
section { margin-bottom: .75rem; overflow-x: auto; }
.pair section { margin-bottom: 0; }
.pair + section { margin-top: .75rem; }
table { border-collapse: collapse; width: 100%; }
th { text-align: left; color: var(--soft); font-weight: 500; font-size: .85rem; }
th, td { padding: .2rem .75rem .2rem 0; border-bottom: 1px solid var(--line); }
th:last-child, td:last-child { padding-right: 0; }
tbody tr:last-child > * { border-bottom: 0; }
@media (max-width: 34rem) { table { font-size: .85rem; } th, td { padding-right: .45rem; } }
.number { text-align: right; font-variant-numeric: tabular-nums; }
.none { color: var(--soft); }
#sample { margin: 0; padding: 0; list-style: none; font: 12.5px/1.45 ui-monospace, monospace; }
#sample li { padding: .25rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
#sample li:last-child { border-bottom: 0; }
`;
