// Sending a payment: as the tutorial does, or on a ledger signed with the key that this browser keeps.

import { byID, fill, h, hashOf } from "./dom.js";
import { answerPlace, complaint, field, Mistake, needed, onSubmit } from "./forms.js";
import { parse } from "./json.js";
import { forget, kept, make, obstacle, sign } from "./key.js";
import { idOf, isAddress, money, textToSign } from "./ledger.js";
import { model, rulesAreLedger, watch } from "./model.js";
import { ask, get } from "./node.js";
import { atMostEvery } from "./pace.js";
import { gap, number, t } from "./text.js";

// MARK: As the tutorial does

/** What the node would refuse, in words of a form and not of JSON: a text's key, or null. */
function faultOf(sender, amount) {
  if (sender === "0") return "sender-reserved";
  if (!/^-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?$/.test(amount)) return "amount-bad";
  if (amount.startsWith("-")) return "amount-negative";
  return Number.isFinite(Number(amount)) ? null : "amount-large";
}

function showUnsigned(form) {
  fill(byID("send-hint"), t("send-hint"));
  fill(byID("key"));
  fill(form,
    h("div", { class: "row" }, field("send-sender", "send-sender"), field("send-recipient", "send-recipient")),
    h("div", { class: "row" },
      field("send-amount", "send-amount", { inputmode: "decimal" }),
      h("button", { type: "submit" }, t("send-button"))),
    answerPlace());
  onSubmit(form, async () => {
    const [sender, recipient] = ["sender", "recipient"].map((name) => needed(`send-${name}`, `send-${name}`));
    const amount = byID("send-amount").value.trim();
    const key = faultOf(sender, amount);
    if (key !== null) throw new Mistake(() => t(key));
    // Sent as spelled: as a double, a long number would become a different one.
    const body = `{"sender": ${JSON.stringify(sender)}, "recipient": ${JSON.stringify(recipient)}, `
      + `"amount": ${amount}}`;
    const { message } = parse(await ask("/transactions/new", { method: "POST", body }));
    byID("send-amount").value = "";
    const block = /\d+$/.exec(message);
    return () => (block ? t("sent", { block: block[0] }) : message);
  });
}

// MARK: On a ledger

/** The key of this browser, why there can be none, and what the key owns. */
const own = { isKnown: false, key: null, obstacle: null, account: null };

/** The fee that the node told last. The field follows it until somebody writes another. */
let nextFee = "1";

function showFee(account) {
  const field = byID("send-fee");
  const told = String(account.next_fee);
  if (field?.value === nextFee) field.value = told;
  nextFee = told;
}

/** Where the client finds this node. Below a path, as in a class, it has a port of its own beside the page's. */
const address = () => (location.pathname === "/" ? location.origin
  : `http://${location.hostname}:${model.status.port}`);

function command() {
  const node = address() === "http://127.0.0.1:5000" ? "" : ` --node ${address()}`;
  return `forgechain send RECIPIENT 5 --from alice${node}`;
}

function noKey() {
  return [
    h("p", { class: "hint" }, t(own.obstacle), gap(), t("key-command")),
    h("pre", { class: "text", tabindex: "0" }, `forgechain key new alice\n${command()}`),
  ];
}

function accountText() {
  const { account } = own;
  if (!account) return null;
  return h("p", { id: "key-balance" }, t("account-balance", { n: number(account.balance) }),
    account.pending_in > 0 && ` ${t("account-in", { n: number(account.pending_in) })}`,
    account.pending_out > 0 && ` ${t("account-out", { n: number(account.pending_out) })}`);
}

function showKey() {
  const place = byID("key");
  if (!own.isKnown) return fill(place);
  if (own.obstacle) return fill(place, noKey());
  if (!own.key) {
    const makeOne = async () => {
      try {
        own.key = await make();
        showSend();
        loadAccount();
        byID("send-recipient").focus();
      } catch (error) {
        fill(place, complaint(error));
      }
    };
    return fill(place,
      h("p", { class: "hint" }, t("key-none")),
      h("button", { type: "button", id: "key-make", onclick: makeOne }, t("key-make")));
  }
  return fill(place,
    h("p", {}, t("key-yours"), " ",
      h("a", { id: "key-address", href: `#/name/${own.key.address}` }, hashOf(own.key.address, true))),
    accountText(), forgetting());
}

/** Money is lost with its key, so it takes two presses. */
function forgetting() {
  const place = h("p", { class: "row" });
  const gone = async () => {
    await forget();
    Object.assign(own, { key: null, account: null });
    showSend();
    byID("key-make").focus();
  };
  const first = () => {
    fill(place, h("span", { class: "small" }, t("key-forget-sure")),
      h("button", { type: "button", class: "quiet small", onclick: gone }, t("key-forget-yes")),
      h("button", { type: "button", class: "quiet small", onclick: showKey }, t("key-forget-no")));
    place.querySelector("button:last-child").focus();
  };
  fill(place, h("button", { type: "button", class: "quiet small", id: "key-forget", onclick: first }, t("key-forget")));
  return place;
}

const loadAccount = atMostEvery(300, async () => {
  if (!own.key || !rulesAreLedger()) return;
  try {
    own.account = await get(`/accounts/${own.key.address}`);
    showFee(own.account);
    byID("key-balance")?.remove();
    byID("key").querySelector("p")?.after(accountText() ?? "");
  } catch { /* The node's return is an event. */ }
});

/** Signs and sends; returns the payment. */
async function sendSigned() {
  const recipient = needed("send-recipient", "send-recipient").trim();
  if (!isAddress(recipient)) throw new Mistake(() => t("address-bad"));
  const [amount, fee] = ["amount", "fee"].map((name) => money(byID(`send-${name}`).value.trim()));
  if (amount === null || fee === null) throw new Mistake(() => t("money-bad"));
  const { next_nonce: nonce } = await get(`/accounts/${own.key.address}`);
  const memo = byID("send-memo").value;
  const payment = { amount, fee, nonce, recipient, sender: own.key.address, ...(memo === "" ? {} : { memo }) };
  const signature = await sign(own.key, textToSign(payment, model.status.genesis));
  const signed = { ...payment, signature };
  await ask("/transactions/new", { method: "POST", body: JSON.stringify(signed) });
  return signed;
}

function showSigned(form) {
  fill(byID("send-hint"), t("send-hint-ledger"));
  showKey();
  if (!own.key) return fill(form);
  fill(form,
    field("send-recipient", "send-recipient-ledger", { spellcheck: "false" }),
    h("div", { class: "row" },
      field("send-amount", "send-amount", { inputmode: "numeric" }),
      field("send-fee", "send-fee", { inputmode: "numeric", value: nextFee }),
      field("send-memo", "send-memo"),
      h("button", { type: "submit" }, t("send-button"))),
    answerPlace());
  onSubmit(form, async () => {
    const signed = await sendSigned();
    byID("send-amount").value = "";
    loadAccount();
    const id = idOf(signed);
    return () => h("span", {}, t("sent-signed"), " ", h("a", { href: `#/transaction/${id}` }, hashOf(id)));
  });
}

export function showSend() {
  const form = byID("send");
  if (rulesAreLedger()) showSigned(form);
  else showUnsigned(form);
}

/** Which form is shown: the rules are known only once the node has told them. */
let isForLedger = null;

async function startLedger() {
  own.obstacle = await obstacle();
  if (!own.obstacle) own.key = await kept().catch(() => null);
  own.isKnown = true;
  showSend();
  loadAccount();
}

export function startSend() {
  watch("status", () => {
    if (!model.status || isForLedger === rulesAreLedger()) return;
    isForLedger = rulesAreLedger();
    showSend();
    if (isForLedger) startLedger();
  });
  for (const part of ["blocks", "pending"]) watch(part, loadAccount);
}
