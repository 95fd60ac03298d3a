export declare function browserFile(): string | null;
