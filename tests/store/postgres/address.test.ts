import { describe, expect, test } from "vitest";
import { databaseAddress } from "../../../src/store/postgres/open-database.ts";
import { numbered } from "../../../src/store/postgres/statement.ts";

describe("databaseAddress()", () => {
  test("reads user, password, host, port, database and schema; messages name the place alone", () => {
    const { name, schema, config } = databaseAddress("postgres://desk:p%40ss@db.example:5433/news?schema=wire");
    expect(config).toEqual({ user: "desk", password: "p@ss", host: "db.example", port: 5433, database: "news" });
    expect([name, schema]).toEqual(["postgres://db.example:5433/news?schema=wire", "wire"]);
  });

  test("leaves what it does not name to the PG* variables, and takes a socket's folder as host", () => {
    expect(databaseAddress("postgres:///news").config).toEqual({ database: "news" });
    expect(databaseAddress("postgres:///news?host=/run/postgresql").config.host).toBe("/run/postgresql");
  });

  test("understands sslmode as libpq does", () => {
    const tls = (mode: string) => databaseAddress(`postgres://a/b?sslmode=${mode}`).config.ssl;
    expect(tls("disable")).toBe(false);
    expect(tls("require")).toEqual({ rejectUnauthorized: false });
    expect(tls("verify-full")).toEqual({ rejectUnauthorized: true });
    expect(tls("verify-ca")).toMatchObject({ rejectUnauthorized: true, checkServerIdentity: expect.any(Function) });
  });

  test.each([
    ["postgres://a/b?sslmode=prefer", "sslmode is one of"],
    ["postgres://a/b?ssl=1", "ssl is not a setting"],
    ["postgres://a/b?sslrootcert=/nowhere.pem", "sslrootcert /nowhere.pem cannot be read"],
    ["postgres://50%zz@a/b", "must be written %25"],
    ["mysql://a/b", "expected postgres://"],
  ])("refuses %s", (url, message) => {
    expect(() => databaseAddress(url)).toThrow(expect.objectContaining({ code: "config-invalid" }));
    expect(() => databaseAddress(url)).toThrow(message);
  });
});

test("numbered() gives each named value one number, and leaves casts alone", () => {
  expect(numbered("SELECT :a::bigint, :b, :a WHERE 'x:' || y = :b")).toEqual({
    text: "SELECT $1::bigint, $2, $1 WHERE 'x:' || y = $2",
    names: ["a", "b"],
  });
});
