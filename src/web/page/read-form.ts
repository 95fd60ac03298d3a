import express from "express";

/** Reads a small form into `request.body`: names with one value each, or a list where a name comes twice. */
export const readForm = express.urlencoded({ extended: false, limit: 32 * 1024, parameterLimit: 100 });

/** A form that carries a whole document. */
export const readLargeForm = express.urlencoded({ extended: false, limit: 4 * 1024 * 1024, parameterLimit: 20 });
