// Presses “Go on” until all works are through, and shows the report that comes back.

const PAUSE = 200; // Milliseconds in which others get to write.

async function goOn() {
  const form = document.querySelector('form[data-goes-on]');
  if (!form) return;
  form.hidden = true;
  try {
    const answer = await fetch(form.action, { method: 'POST', body: new FormData(form) });
    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
    for (const id of ['work-import-status', 'work-import']) {
      // Neither is there in an error, nor where the login has ended.
      document.getElementById(id).replaceChildren(...page.getElementById(id).childNodes);
    }
    setTimeout(goOn, PAUSE);
  } catch {
    form.hidden = false;
    document.querySelector('.work-import__broken').hidden = false;
  }
}

goOn();
