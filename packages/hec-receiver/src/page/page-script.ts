/**
 * The page's script, run in a browser. It asks for the counts each second and shows them; text from outside only ever goes
 * through `textContent`, so an event cannot put markup into the page.
 */
export const pageScript: string = `
const byId = (id) => document.getElementById(id);
const number = (value) => Math.round(value).toLocaleString('en');
let before;

function cell(tag, text, isNumber) {
  const made = document.createElement(tag);
  made.textContent = text;
  if (isNumber) made.className = 'number';
  return made;
}

function fill(id, rows) {
  const body = byId(id);
  const made = rows.map((row) => {
    const line = document.createElement('tr');
    line.append(...row.map((value, i) => cell(i === 0 ? 'th' : 'td', typeof value === 'number' ? number(value) : value, typeof value === 'number')));
    line.firstChild.scope = 'row';
    return line;
  });
  if (made.length === 0) {
    const line = document.createElement('tr');
    const empty = cell('td', 'none');
    empty.className = 'none';
    empty.colSpan = 9;
    line.append(empty);
    made.push(line);
  }
  body.replaceChildren(...made);
}

function show(now) {
  const seconds = before ? (now.at - before.at) / 1000 : 0;
  byId('rate').textContent = seconds > 0 ? number((now.accepted.events - before.accepted.events) / seconds) : '–';
  byId('events').textContent = number(now.accepted.events);
  byId('megabytes').textContent = number(now.accepted.bytes / 1e6);
  byId('requests').textContent = number(now.requests.total);
  byId('refused').textContent = number(now.requests.refused + now.requests.unanswered);
  byId('pending').textContent = number(now.pendingAcks);
  fill('statuses', Object.entries(now.requests.byStatus).concat(now.requests.unanswered > 0 ? [['no answer', now.requests.unanswered]] : []));
  fill('faults', now.faults.map((text) => [text]));
  fill('runs', now.runs.map((run) => [run.run, run.received, run.distinct, run.duplicated, run.highest + 1 - run.distinct]));
  fill('destinations', now.destinations.map((to) => [to.index || '–', to.sourcetype || '–', to.source || '–', to.endpoint, to.events]));
  byId('sample').replaceChildren(...now.sample.slice().reverse().map((event) => cell('li', event.text)));
  before = now;
}

async function update() {
  const state = byId('state');
  try {
    const answer = await fetch('receiver.json', { cache: 'no-store' });
    show(await answer.json());
    state.className = '';
    state.textContent = 'up since ' + new Date(before.startedAt).toLocaleTimeString();
  } catch {
    state.className = 'lost';
    state.textContent = 'The receiver does not answer any more.';
  }
  setTimeout(update, 1000);
}
update();
`;
