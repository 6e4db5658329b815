import { css } from "lit";

export const panelStyles = css`
  dialog {
    position: static;
    width: 100%;
    max-width: none;
    margin: 0;
    padding: 12px;
    border: 1px solid var(--line);
    border-radius: calc(var(--ha-card-border-radius, 12px) - 2px);
    background: var(--paper);
    color: var(--ink);
    font: inherit;
  }
  dialog:modal {
    position: fixed;
    width: min(420px, 100vw - 32px);
    max-height: calc(100dvh - 32px);
    margin: auto;
    padding: 16px;
    background: var(--card-background-color, #fff);
    overflow: auto;
  }
  dialog::backdrop {
    background: rgb(0 0 0 / 50%);
  }
  form {
    display: grid;
    gap: 12px;
  }
  h3 {
    font-size: 1.1em;
    font-weight: 500;
    overflow-wrap: anywhere;
  }
  input[type="text"] {
    width: 100%;
    height: 48px;
    padding: 0 14px;
    border: 1px solid color-mix(in srgb, var(--ink) 55%, transparent);
    border-radius: 8px;
    background: transparent;
    color: inherit;
    /* Smaller, and a telephone zooms in on the field. */
    font: inherit;
    font-size: max(16px, 1em);
  }
  input::placeholder {
    color: var(--faint-ink);
    opacity: 1;
  }
  .contacts {
    display: grid;
    gap: 4px;
    max-height: 240px;
    overflow-y: auto;
  }
  .contact {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    padding: 4px 10px;
    border-radius: 8px;
    cursor: pointer;
    overflow-wrap: anywhere;
  }
  .contact ha-icon {
    color: var(--quiet);
  }
  .contact:hover {
    background: color-mix(in srgb, var(--ink) 8%, transparent);
  }
  .contact[aria-selected="true"] {
    background: color-mix(in srgb, var(--accent) 22%, transparent);
  }
  summary {
    display: flex;
    align-items: center;
    min-height: 44px;
    cursor: pointer;
  }
  summary::before {
    content: "";
    width: 7px;
    height: 7px;
    margin-inline: 4px 12px;
    border: solid currentcolor;
    border-width: 0 2px 2px 0;
    rotate: 45deg;
    translate: 0 -2px;
  }
  details[open] summary::before {
    rotate: -135deg;
    translate: 0 2px;
  }
  fieldset {
    margin: 0;
    padding: 0;
    border: 0;
  }
  legend {
    padding: 0;
    color: var(--faint-ink);
    font-size: 0.875em;
  }
  label {
    display: flex;
    align-items: center;
    gap: 10px;
    min-height: 44px;
    cursor: pointer;
  }
  label input {
    width: 20px;
    height: 20px;
    margin: 0;
    accent-color: var(--accent);
  }
  .message {
    padding-block: 10px;
  }
  .buttons {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
    justify-content: flex-end;
  }
  .buttons .primary {
    flex: 1 1 auto;
  }
`;
