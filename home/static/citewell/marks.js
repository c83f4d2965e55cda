// A card beside a mark in the text, with its reference: on hover and on focus, gone with Escape.
// Without this, the mark's own link leads to the reference.
(() => {
  const MARK = 'a[role="doc-biblioref"]';
  const SLOW = 250;
  let card, shownBy, timer;

  function show(mark) {
    clearTimeout(timer);
    if (shownBy === mark) return;
    hide();
    const entry = document.getElementById(decodeURIComponent(mark.hash.slice(1)));
    const work = entry?.querySelector('.references__work');
    if (!work) return;
    card = document.createElement('div');
    card.className = 'mark-card';
    card.id = 'mark-card';
    card.role = 'tooltip';
    card.append(...[...work.childNodes].map((node) => node.cloneNode(true)));
    document.body.append(card);
    mark.setAttribute('aria-describedby', card.id);
    shownBy = mark;
    place(mark);
  }

  function place(mark) {
    const box = mark.getClientRects()[0];
    const left = Math.min(box.left, document.documentElement.clientWidth - card.offsetWidth - 16);
    const isRoomBelow = box.bottom + card.offsetHeight + 8 < innerHeight;
    const top = isRoomBelow ? box.bottom + 6 : box.top - card.offsetHeight - 6;
    card.style.left = `${Math.max(left, 16) + scrollX}px`;
    card.style.top = `${top + scrollY}px`;
  }

  function hide() {
    clearTimeout(timer);
    shownBy?.removeAttribute('aria-describedby');
    card?.remove();
    card = shownBy = undefined;
  }

  function hideSoon() {
    clearTimeout(timer);
    timer = setTimeout(hide, SLOW);
  }

  document.addEventListener('pointerover', (event) => {
    const mark = event.target.closest?.(MARK);
    if (mark && event.pointerType === 'mouse') show(mark);
    else if (card?.contains(event.target)) clearTimeout(timer);
    else if (card && document.activeElement !== shownBy) hideSoon();
  });
  document.addEventListener('focusin', (event) => {
    const mark = event.target.closest?.(MARK);
    if (mark?.matches(':focus-visible')) show(mark);
    else if (!card?.contains(event.target)) hide();
  });
  document.addEventListener('focusout', (event) => {
    if (event.target === shownBy && !card.contains(event.relatedTarget)) hideSoon();
  });
  document.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') hide();
  });
})();
