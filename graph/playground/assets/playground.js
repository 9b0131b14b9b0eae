// Starts GraphiQL with the example queries that stand in the page.
"use strict";
(() => {
  // The scroll lock of its dialogs makes style elements; the page's policy takes only those with this mark.
  window.__webpack_nonce__ = document.currentScript.nonce;
  const page = JSON.parse(document.getElementById("page").textContent);
  const fetcher = GraphiQL.createFetcher({
    url: page.endpoint,
    headers: { accept: "application/graphql-response+json, application/json;q=0.9" },
  });
  const tabs = page.examples.map(({ query, variables }) => ({ query, variables, headers: "" }));
  ReactDOM.createRoot(document.getElementById("playground")).render(
    React.createElement(GraphiQL, { fetcher, defaultTabs: tabs, defaultEditorToolsVisibility: "variables" }),
  );
})();
