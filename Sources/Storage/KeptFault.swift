internal import Wording

/// What is kept isn't what was written, whatever file it is in.
protocol KeptFault: Error, Stated {}
