export declare function postgresBin(): string | null;
