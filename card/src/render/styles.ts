import { css } from "lit";

/** Colours are those of the theme; whoever has a theme of their own has its colours. */
export const sharedStyles = css`
  :host {
    --ink: var(--primary-text-color, #141414);
    --faint-ink: var(--secondary-text-color, #5e5e5e);
    --paper: var(--ha-card-background, var(--card-background-color, #fff));
    --line: var(--divider-color, rgb(0 0 0 / 12%));
    --accent: var(--primary-color, #009ac7);
    --alarm: var(--error-color, #db4437);
    --good: var(--success-color, #43a047);
    --waiting: var(--warning-color, #ffa600);
    --quiet: var(--state-icon-color, #44739e);
    --tone: var(--quiet);
    color: var(--ink);
  }
  * {
    box-sizing: border-box;
  }
  h2,
  h3,
  p,
  ul {
    margin: 0;
    padding: 0;
    font: inherit;
  }
  [hidden] {
    display: none !important;
  }
  ha-icon {
    --mdc-icon-size: 24px;
    display: inline-flex;
    flex: none;
    width: 24px;
    height: 24px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    min-width: 44px;
    min-height: 44px;
    padding: 4px 14px;
    border: 1px solid transparent;
    border-radius: 22px;
    background: color-mix(in srgb, var(--ink) 8%, transparent);
    color: var(--ink);
    font: inherit;
    font-weight: 500;
    line-height: 1.2;
    cursor: pointer;
    -webkit-tap-highlight-color: transparent;
    transition: background-color 120ms;
  }
  .button ha-icon {
    --mdc-icon-size: 20px;
    width: 20px;
    height: 20px;
  }
  :host(:dir(rtl)) ha-icon[icon*="arrow"] {
    scale: -1 1;
  }
  .button:hover {
    background: color-mix(in srgb, var(--ink) 14%, transparent);
  }
  .button:active {
    background: color-mix(in srgb, var(--ink) 20%, transparent);
  }
  .button.primary {
    border-color: var(--accent);
    background: color-mix(in srgb, var(--accent) 24%, transparent);
  }
  .button.primary:hover {
    background: color-mix(in srgb, var(--accent) 36%, transparent);
  }
  .button[aria-disabled] {
    cursor: progress;
  }
  .button[aria-disabled] :is(.label, ha-icon) {
    opacity: 0.7;
  }
  .button.round {
    flex: none;
    width: 44px;
    height: 44px;
    padding: 0;
    border-radius: 50%;
  }
  .button.round .label {
    position: absolute;
    overflow: hidden;
    width: 1px;
    height: 1px;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  :focus-visible {
    outline: 2px solid var(--ink);
    outline-offset: 2px;
  }
  .spinner {
    flex: none;
    width: 20px;
    height: 20px;
    border: 2px solid currentcolor;
    border-block-start-color: transparent;
    border-radius: 50%;
    animation: turn 800ms linear infinite;
  }
  .message {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    padding-block: 4px;
    padding-inline: 12px 4px;
    border-inline-start: 4px solid var(--good);
    border-radius: 8px;
    background: color-mix(in srgb, var(--good) 14%, transparent);
    overflow-wrap: anywhere;
  }
  .message.error {
    border-color: var(--alarm);
    background: color-mix(in srgb, var(--alarm) 14%, transparent);
  }
  .message .button {
    background: none;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  /* Where backgrounds are taken away, an outline has to say what they said. */
  @media (forced-colors: active) {
    .button,
    .call,
    .message {
      border: 1px solid;
    }
    .button.primary {
      border-width: 3px;
    }
    .button[aria-disabled] {
      border-color: GrayText;
      color: GrayText;
    }
    .count,
    .others {
      outline: 1px solid;
    }
    .recording::after {
      forced-color-adjust: none;
    }
    .contact[aria-selected="true"] {
      outline: 2px solid Highlight;
      outline-offset: -2px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .spinner {
      animation-duration: 4s;
    }
    .button {
      transition: none;
    }
  }
`;
