// Runs before anything is painted: says that scripts run, and takes up the chosen theme and panels.
(() => {
  const root = document.documentElement;
  root.dataset.scripted = "";
  for (const name of ["theme", "sidebar", "findings"]) {
    try {
      const value = localStorage.getItem(`engross.${name}`);
      if (value) root.dataset[name] = value;
    } catch {
      // Storage may be forbidden; then everything is as it comes.
    }
  }
})();
