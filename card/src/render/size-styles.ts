import { css } from "lit";

/** What changes with the room that the dashboard gives the card. */
export const sizeStyles = css`
  /* A wall tablet: the lists beside each other. */
  @container telepo (min-width: 640px) {
    .lists:has(.list + .list) {
      grid-template-columns: repeat(2, minmax(0, 1fr));
      gap: 32px;
    }
    .call .buttons {
      flex-basis: auto;
    }
    .call .words {
      flex: 1 0 200px;
    }
  }
  @container telepo (max-width: 400px) {
    .title .button .label {
      position: absolute;
      overflow: hidden;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }
  }
  @container telepo (max-width: 340px) {
    .call {
      gap: 8px;
      padding: 8px;
    }
    .call .disc {
      width: 36px;
      height: 36px;
    }
  }
  @container telepo (max-width: 300px) {
    .outcome {
      display: none;
    }
  }
  @container telepo (max-width: 200px) {
    .head .disc {
      display: none;
    }
    li {
      flex-wrap: wrap;
      justify-content: flex-end;
    }
    li .words {
      flex: 1 0 100%;
    }
  }

  /* Low: what is said about the user goes first. */
  @container telepo (max-height: 240px) {
    ha-card[data-phase="calls"] .head {
      display: none;
    }
    .body {
      gap: 6px;
      padding: 6px;
    }
    .call {
      padding: 6px;
    }
  }

  /* One row: a single line, and of several calls the one that matters. */
  @container telepo (max-height: 100px) {
    .body {
      justify-content: center;
      padding: 0;
      overflow: hidden;
    }
    .lists,
    .call:not(.first),
    .call .number,
    .call .way,
    .call [data-action="transfer-to-call"] {
      display: none;
    }
    .brief,
    .others {
      display: inline;
    }
    .head,
    .call {
      flex-wrap: nowrap;
      gap: 10px;
      height: 100%;
      padding: 0 6px;
      border-radius: 0;
    }
    .calls {
      height: 100%;
    }
    .disc {
      width: 40px;
      height: 40px;
    }
    .state {
      flex-wrap: nowrap;
      overflow: hidden;
      white-space: nowrap;
    }
    .call .words > .who {
      display: block;
      white-space: nowrap;
    }
    .call .words > .who,
    .call .clock {
      font-size: 1em;
    }
    .call .buttons {
      flex: none;
      flex-wrap: nowrap;
      gap: 4px;
    }
    .call .buttons .button {
      flex: none;
      width: 44px;
      padding: 0;
      border-radius: 50%;
    }
    .call .buttons .label {
      position: absolute;
      overflow: hidden;
      width: 1px;
      height: 1px;
      clip-path: inset(50%);
    }
    .messages:has(*) {
      position: absolute;
      inset: 0;
      padding: 0;
      background: var(--paper);
    }
    .messages .message {
      height: 100%;
      border-radius: 0;
      font-size: 0.875em;
      line-height: 1.2;
    }
  }
  @container telepo (max-height: 100px) and (max-width: 260px) {
    .call .clock,
    .call [data-action="transfer"] {
      display: none;
    }
  }
`;
