// Makes markup that is shown equal to new markup and touches only what differs, so that focus, scrolling and pictures stay.

/**
 * Makes the children of `existing` those of `wanted`. Children with a `data-key` or an id are matched by it, others by
 * position. What is wanted with `data-stays` stays as it is. `special(existing, wanted)` may take an element upon itself;
 * it then answers true.
 */
export function morphChildren(existing, wanted, special = () => false) {
  const keyed = new Map();
  for (const child of existing.children) if (keyOf(child)) keyed.set(keyOf(child), child);
  const wantedKeys = new Set(Array.from(wanted.children, keyOf));

  let place = existing.firstChild;
  for (const target of wanted.childNodes) {
    while (place && keyOf(place) && !wantedKeys.has(keyOf(place))) place = removeAndGoOn(place);
    const key = keyOf(target);
    let match = null;
    if (key) {
      match = keyed.get(key);
      keyed.delete(key);
    } else if (place && !keyOf(place) && place.nodeName === target.nodeName) {
      match = place;
    }
    if (!match || match.nodeName !== target.nodeName) {
      existing.insertBefore(document.importNode(target, true), place);
      continue;
    }
    if (match === place) place = place.nextSibling;
    else existing.insertBefore(match, place);
    morph(match, target, special);
  }
  while (place) place = removeAndGoOn(place);
}

function morph(existing, wanted, special) {
  if (wanted.matches?.("[data-stays]") || existing.isEqualNode(wanted)) return;
  if (existing.nodeType !== Node.ELEMENT_NODE) {
    existing.nodeValue = wanted.nodeValue;
    return;
  }
  if (special(existing, wanted)) return;
  for (const { name } of [...existing.attributes]) if (!wanted.hasAttribute(name)) existing.removeAttribute(name);
  for (const { name, value } of wanted.attributes) {
    if (existing.getAttribute(name) !== value) existing.setAttribute(name, value);
  }
  morphChildren(existing, wanted, special);
}

function removeAndGoOn(node) {
  const next = node.nextSibling;
  node.remove();
  return next;
}

function keyOf(node) {
  return node.dataset?.key || node.id || "";
}
