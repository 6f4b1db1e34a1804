/** Where something stands in the file: 1-based, columns counted in UTF-16 units as editors do. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** A value that is one text. It is the text of the file: `0123`, `12:30` and `yes` are not turned into anything. */
export interface ScalarNode {
  readonly kind: 'scalar';
  readonly place: Place;
  readonly text: string;
}

/** A key without a value: nothing, `~` or an unquoted `null`. */
export interface NothingNode {
  readonly kind: 'nothing';
  readonly place: Place;
}

/** A list. */
export interface ListNode {
  readonly kind: 'list';
  readonly place: Place;
  readonly items: readonly TreeNode[];
}

/** A key and its value. */
export interface Entry {
  readonly key: string;
  readonly place: Place;
  readonly value: TreeNode;
}

/** Keys and values; no key stands twice. */
export interface MapNode {
  readonly kind: 'map';
  readonly place: Place;
  readonly entries: readonly Entry[];
}

/** A value of the file, free of anchors, aliases, merges and tags. */
export type TreeNode = ScalarNode | NothingNode | ListNode | MapNode;

/** Something wrong with the file as YAML. */
export interface Fault {
  readonly place: Place;
  /** Dotted key, where one is known. */
  readonly key: string;
  /** What is wrong and what to do, without any text of the file. */
  readonly text: string;
  readonly reason: 'syntax' | 'duplicate-key';
}
