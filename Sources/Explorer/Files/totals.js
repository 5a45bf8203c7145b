// What a name's payments come to.

/** Adds what binary fractions can't hold as people would: to so many digits behind the point. */
const digits = 8;

const rounded = (value) => Number(value.toFixed(digits));

/** A payment's amount; what is no number, or too long for one, counts as nothing. */
const amountOf = ({ amount }) => (typeof amount === "number" ? amount : Number(amount?.text ?? 0) || 0);

/**
 * What a name received, sent and is left with, in payments `{transaction}`; and how many blocks it mined, which pay
 * with a transaction from "0".
 */
export function totals(name, payments) {
  let [received, sent, mined] = [0, 0, 0];
  for (const { transaction } of payments) {
    if (transaction.recipient === name) received += amountOf(transaction);
    if (transaction.sender === name) sent += amountOf(transaction);
    if (transaction.recipient === name && transaction.sender === "0") mined += 1;
  }
  return { received: rounded(received), sent: rounded(sent), net: rounded(received - sent), mined };
}
