import { css } from "lit";

export const cardStyles = css`
  :host {
    display: block;
    height: 100%;
  }
  ha-card {
    display: flex;
    flex-direction: column;
    position: relative;
    container: telepo / inline-size;
    overflow: hidden;
    border-radius: var(--ha-card-border-radius, 12px);
    background: var(--paper);
  }
  :host([data-fixed]) ha-card {
    container-type: size;
    height: 100%;
  }
  .body {
    display: flex;
    flex: 1;
    flex-direction: column;
    gap: 12px;
    min-height: 0;
    padding: 12px;
    overflow: auto;
  }
  .hidden {
    position: absolute;
    width: 1px;
    height: 1px;
    overflow: hidden;
    clip-path: inset(50%);
  }
  .hint {
    padding: 16px;
    color: var(--faint-ink);
  }

  .head,
  .call,
  li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-width: 0;
  }
  .disc {
    display: grid;
    flex: none;
    place-items: center;
    width: 44px;
    height: 44px;
    padding: 0;
    border: 0;
    border-radius: 50%;
    background: color-mix(in srgb, var(--tone) 20%, transparent);
    color: var(--tone);
    font: inherit;
  }
  button.disc:enabled {
    cursor: pointer;
  }
  .words {
    flex: 1;
    min-width: 0;
  }
  .who {
    overflow: hidden;
    font-weight: 500;
    line-height: 1.35;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .state {
    display: flex;
    flex-wrap: wrap;
    column-gap: 16px;
    overflow: hidden;
    color: var(--faint-ink);
    font-size: 0.875em;
    line-height: 1.4;
  }
  .state > * {
    position: relative;
  }
  /* Between two words; before the first of a line it is cut off. */
  .state > *::before {
    content: "·";
    position: absolute;
    inset-inline-start: -10px;
  }
  [data-phase="unavailable"] .disc,
  [data-phase="unloaded"] .disc,
  [data-phase="gone"] .disc,
  [data-phase="waiting"] .disc {
    --tone: var(--state-unavailable-color, #8a8a8a);
  }
  .brief,
  .others {
    display: none;
  }
  .others {
    flex: none;
    padding: 2px 8px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--ink) 14%, transparent);
    font-size: 0.875em;
    font-weight: 500;
  }

  .calls {
    display: flex;
    flex-direction: column;
    gap: 12px;
  }
  ha-card[data-phase="calls"] .head .disc {
    display: none;
  }
  ha-card[data-phase="calls"] .head .who {
    color: var(--faint-ink);
  }
  .call {
    --tone: var(--quiet);
    flex-wrap: wrap;
    padding: 12px;
    border-radius: calc(var(--ha-card-border-radius, 12px) - 2px);
    background: color-mix(in srgb, var(--tone) 10%, transparent);
  }
  .call.ringing,
  .call.dialing {
    --tone: var(--accent);
  }
  .call.active {
    --tone: var(--good);
  }
  .call.held,
  .call.parked {
    --tone: var(--waiting);
  }
  .call .state {
    color: var(--ink);
  }
  .call .words > .who {
    display: -webkit-box;
    font-size: 1.25em;
    overflow-wrap: anywhere;
    white-space: normal;
    -webkit-box-orient: vertical;
    -webkit-line-clamp: 2;
  }
  .call .clock {
    font-size: 1.25em;
    font-variant-numeric: tabular-nums;
  }
  .call .buttons {
    display: flex;
    flex-basis: 100%;
    flex-wrap: wrap;
    gap: 8px;
  }
  .call .buttons .button {
    flex: 1 1 auto;
    max-width: 100%;
    overflow: hidden;
  }
  .call.ringing .disc {
    animation: ring 1.6s ease-out infinite;
  }
  .call.ringing .disc ha-icon {
    animation: shake 1.6s ease-in-out infinite;
  }
  .recording {
    font-weight: 500;
  }
  .recording::after {
    content: "";
    float: inline-start;
    margin-block-start: 0.4em;
    width: 9px;
    height: 9px;
    margin-inline-end: 5px;
    border-radius: 50%;
    background: var(--alarm);
  }

  .lists {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: 16px;
  }
  .lists:not(:has(.list)) {
    display: none;
  }
  .title {
    display: flex;
    align-items: center;
    flex-wrap: wrap;
    gap: 0 8px;
    min-height: 36px;
  }
  .title h3 {
    font-weight: 500;
  }
  .title .count {
    min-width: 24px;
    padding: 2px 7px;
    border-radius: 12px;
    background: color-mix(in srgb, var(--alarm) 22%, transparent);
    font-size: 0.875em;
    text-align: center;
  }
  .title .button {
    margin-inline-start: auto;
    padding-inline: 10px;
    background: none;
    font-size: 0.875em;
  }
  .title .total {
    margin-inline-start: auto;
    color: var(--faint-ink);
    font-size: 0.875em;
  }
  .title .button:hover {
    background: color-mix(in srgb, var(--ink) 12%, transparent);
  }
  ul {
    list-style: none;
  }
  li {
    min-height: 52px;
    padding-block: 4px;
  }
  li + li {
    border-block-start: 1px solid var(--line);
  }
  li .button.round {
    background: none;
  }
  li .button.round:hover {
    background: color-mix(in srgb, var(--ink) 12%, transparent);
  }
  li .button + .button {
    margin-inline-start: -8px;
  }
  .list > .button {
    width: 100%;
    margin-block-start: 4px;
  }
  .outcome {
    margin-inline: 10px;
    color: var(--quiet);
  }
  .outcome.lost {
    color: var(--alarm);
  }
  .quiet {
    color: var(--faint-ink);
  }
  /* Written in their own direction, set at the side of the page's. */
  .who,
  .quiet,
  .head [data-part="state"],
  .message span {
    text-align: left;
    unicode-bidi: plaintext;
  }
  :host(:dir(rtl)) :is(.who, .quiet, .head [data-part="state"], .message span) {
    text-align: right;
  }
  .messages:has(*) {
    padding: 0 12px 12px;
  }

  @keyframes ring {
    from {
      box-shadow: 0 0 0 0 color-mix(in srgb, var(--tone) 45%, transparent);
    }
    to {
      box-shadow: 0 0 0 14px transparent;
    }
  }
  @keyframes shake {
    0%,
    40%,
    100% {
      rotate: 0deg;
    }
    10%,
    30% {
      rotate: 14deg;
    }
    20% {
      rotate: -14deg;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    .call.ringing .disc,
    .call.ringing .disc ha-icon {
      animation: none;
    }
    .call.ringing .disc {
      box-shadow: 0 0 0 3px color-mix(in srgb, var(--tone) 45%, transparent);
    }
  }
`;
