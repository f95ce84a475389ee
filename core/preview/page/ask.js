// Requests that write a file or start an editor.
import { say, sayWithSave } from "./say.js";

/** Posts to `/fix` or `/open` for the view that is shown, and says what came of it. */
export async function ask(path, about) {
  const { query, token } = document.body.dataset;
  try {
    const response = await fetch(path, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-Engross-Token": token },
      body: JSON.stringify({ query, ...about }),
    });
    // The program was started again since, and its token is another: the page that comes has it.
    if (response.status === 403) return location.reload();
    const { said } = await response.json();
    if (path === "/fix" && response.ok) sayWithSave(said);
    else say(said);
  } catch {
    say(document.body.dataset.failed);
  }
}
