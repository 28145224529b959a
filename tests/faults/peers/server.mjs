// @tus/server with its file store: `node server.mjs FOLDER` prints its address and serves until it is ended.
import { createServer } from "node:http";
import { Server } from "@tus/server";
import { FileStore } from "@tus/file-store";

const tus = new Server({ path: "/files", datastore: new FileStore({ directory: process.argv[2] }) });
const http = createServer((request, response) => tus.handle(request, response));
http.listen(0, "127.0.0.1", () => console.log(`http://127.0.0.1:${http.address().port}/files`));
