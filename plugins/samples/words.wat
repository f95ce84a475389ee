;; A backend for engross as a WASM module: prints every label, note mark and word of a text, each on a line of its own.
;;
;; It shows the byte protocol of Typst's plugins with nothing around it: two functions of the host, two of the guest, one
;; memory. Translate it with `wat2wasm words.wat` and try it with `engross build --plugin words.wasm --to words TEXT`.
;; A guest in Rust, C, Zig or Go does the same with less typing: the examples of `wasm-minimal-protocol` apply as they are.
;;
;; Memory: constants from 0, the request from $INPUT, and behind it the response, whose head is filled in last.
(module
  ;; Copies the arguments, here the request, to an address.
  (import "typst_env" "wasm_minimal_protocol_write_args_to_buffer" (func $write_args (param i32)))
  ;; Hands bytes to the host: address, length.
  (import "typst_env" "wasm_minimal_protocol_send_result_to_host" (func $send (param i32 i32)))

  (memory (export "memory") 1)

  ;; A manifest may be JSON even where the messages are CBOR.
  (data (i32.const 0) "{\"id\":\"words\",\"name\":\"Every word on a line\",\"version\":\"1.0.0\",\"licence\":\"MIT\",\"protocol\":\"0.1\",\"encoding\":\"cbor\",\"concurrent\":true,\"formats\":[{\"name\":\"words\",\"extension\":\"words.txt\",\"media-type\":\"text/plain\",\"text\":true}],\"features\":[\"notes\",\"scripts\",\"right-to-left\"]}")
  (global $MANIFEST_LENGTH i32 (i32.const 269))

  ;; {"artifacts": [{"name": "words.txt", "media-type": "text/plain", "bytes": …}]}, up to the head of the bytes.
  (data (i32.const 1024) "\a1\69artifacts\81\a3\64name\69words.txt\6amedia-type\6atext/plain\65bytes\5a")
  (global $HEAD i32 (i32.const 1024))
  (global $HEAD_LENGTH i32 (i32.const 57))

  (data (i32.const 2048) "the request is cut off or broken")
  (data (i32.const 2100) "textmark")
  (global $TEXT i32 (i32.const 2100))
  (global $MARK i32 (i32.const 2104))

  (global $INPUT i32 (i32.const 4096))
  (global $at (mut i32) (i32.const 0))      ;; the next byte to read
  (global $end (mut i32) (i32.const 0))     ;; behind the last byte of the request
  (global $out (mut i32) (i32.const 0))     ;; where the next byte of the file goes

  (func (export "manifest") (result i32)
    (call $send (i32.const 0) (global.get $MANIFEST_LENGTH))
    (i32.const 0))

  (func (export "render") (param $length i32) (result i32)
    (local $file i32)
    (global.set $at (global.get $INPUT))
    (global.set $end (i32.add (global.get $INPUT) (local.get $length)))
    ;; The file cannot be longer than the request: it holds texts from it, each with one byte for its line's end, and in
    ;; the request each has at least one byte of head.
    (call $reserve (i32.add (global.get $end) (i32.add (local.get $length) (i32.const 4096))))
    (call $write_args (global.get $INPUT))
    (local.set $file (i32.add (global.get $end) (i32.const 1024)))
    (global.set $out (local.get $file))
    (if (i32.or (i32.eqz (call $value (i32.const 0))) (i32.ne (global.get $at) (global.get $end)))
      (then
        (call $send (i32.const 2048) (i32.const 32))
        (return (i32.const 1))))
    (call $answer (local.get $file) (i32.sub (global.get $out) (local.get $file)))
    (i32.const 0))

  ;; Sends the response: its head, the length of the file, the file.
  (func $answer (param $file i32) (param $length i32)
    (local $start i32)
    (local.set $start (i32.sub (local.get $file) (i32.add (global.get $HEAD_LENGTH) (i32.const 4))))
    (memory.copy (local.get $start) (global.get $HEAD) (global.get $HEAD_LENGTH))
    ;; CBOR puts the highest byte first.
    (i32.store8 (i32.sub (local.get $file) (i32.const 4)) (i32.shr_u (local.get $length) (i32.const 24)))
    (i32.store8 (i32.sub (local.get $file) (i32.const 3)) (i32.shr_u (local.get $length) (i32.const 16)))
    (i32.store8 (i32.sub (local.get $file) (i32.const 2)) (i32.shr_u (local.get $length) (i32.const 8)))
    (i32.store8 (i32.sub (local.get $file) (i32.const 1)) (local.get $length))
    (call $send (local.get $start) (i32.sub (global.get $out) (local.get $start))))

  ;; Makes room up to an address.
  (func $reserve (param $to i32)
    (local $pages i32)
    (local.set $pages (i32.sub
      (i32.add (i32.shr_u (local.get $to) (i32.const 16)) (i32.const 1))
      (memory.size)))
    (if (i32.gt_s (local.get $pages) (i32.const 0))
      (then (if (i32.eq (memory.grow (local.get $pages)) (i32.const -1)) (then (unreachable))))))

  ;; Reads the head of a value. Returns its kind (0 to 7) and its number, or kind 8 if there is none.
  (func $head (result i32 i32)
    (local $first i32) (local $size i32) (local $number i64)
    (if (i32.ge_u (global.get $at) (global.get $end)) (then (return (i32.const 8) (i32.const 0))))
    (local.set $first (i32.load8_u (global.get $at)))
    (global.set $at (i32.add (global.get $at) (i32.const 1)))
    (local.set $size (i32.and (local.get $first) (i32.const 31)))
    (if (i32.lt_u (local.get $size) (i32.const 24))
      (then (return (i32.shr_u (local.get $first) (i32.const 5)) (local.get $size))))
    (if (i32.gt_u (local.get $size) (i32.const 27)) (then (return (i32.const 8) (i32.const 0))))
    ;; 24 to 27: the number follows in 1, 2, 4 or 8 bytes.
    (local.set $size (i32.shl (i32.const 1) (i32.sub (local.get $size) (i32.const 24))))
    (if (i32.gt_u (local.get $size) (i32.sub (global.get $end) (global.get $at)))
      (then (return (i32.const 8) (i32.const 0))))
    (loop $more
      (local.set $number (i64.or
        (i64.shl (local.get $number) (i64.const 8))
        (i64.load8_u (global.get $at))))
      (global.set $at (i32.add (global.get $at) (i32.const 1)))
      (local.set $size (i32.sub (local.get $size) (i32.const 1)))
      (br_if $more (local.get $size)))
    ;; Lengths beyond 32 bits are beyond the request too; of other numbers nothing is wanted.
    (i32.shr_u (local.get $first) (i32.const 5))
    (select (i32.const -1) (i32.wrap_i64 (local.get $number)) (i64.gt_u (local.get $number) (i64.const 0xffffffff))))

  ;; Reads one value; its texts are printed if $wanted. Returns 0 if it is broken.
  (func $value (param $wanted i32) (result i32)
    (local $kind i32) (local $number i32)
    (call $head)
    (local.set $number)
    (local.set $kind)
    (if (i32.eq (local.get $kind) (i32.const 8)) (then (return (i32.const 0))))
    ;; Bytes and texts.
    (if (i32.or (i32.eq (local.get $kind) (i32.const 2)) (i32.eq (local.get $kind) (i32.const 3)))
      (then
        (if (i32.gt_u (local.get $number) (i32.sub (global.get $end) (global.get $at))) (then (return (i32.const 0))))
        (if (i32.and (local.get $wanted) (i32.eq (local.get $kind) (i32.const 3)))
          (then
            (memory.copy (global.get $out) (global.get $at) (local.get $number))
            (global.set $out (i32.add (global.get $out) (local.get $number)))
            (i32.store8 (global.get $out) (i32.const 10))
            (global.set $out (i32.add (global.get $out) (i32.const 1)))))
        (global.set $at (i32.add (global.get $at) (local.get $number)))))
    ;; Lists.
    (if (i32.eq (local.get $kind) (i32.const 4))
      (then
        (block $done
          (loop $next
            (br_if $done (i32.eqz (local.get $number)))
            (if (i32.eqz (call $value (local.get $wanted))) (then (return (i32.const 0))))
            (local.set $number (i32.sub (local.get $number) (i32.const 1)))
            (br $next)))))
    ;; Maps: a text is wanted under the keys `text` and `mark`.
    (if (i32.eq (local.get $kind) (i32.const 5))
      (then
        (block $done
          (loop $next
            (br_if $done (i32.eqz (local.get $number)))
            (local.set $wanted (call $key))
            (if (i32.lt_s (local.get $wanted) (i32.const 0)) (then (return (i32.const 0))))
            (if (i32.eqz (call $value (local.get $wanted))) (then (return (i32.const 0))))
            (local.set $number (i32.sub (local.get $number) (i32.const 1)))
            (br $next)))))
    ;; Tags stand before a value.
    (if (i32.eq (local.get $kind) (i32.const 6)) (then (return (call $value (local.get $wanted)))))
    (i32.const 1))

  ;; Reads a key. Returns 1 if texts under it are wanted, 0 if not, -1 if it is broken.
  (func $key (result i32)
    (local $length i32) (local $start i32)
    (call $head)
    (local.set $length)
    (if (i32.ne (i32.const 3)) (then (return (i32.const -1))))
    (if (i32.gt_u (local.get $length) (i32.sub (global.get $end) (global.get $at))) (then (return (i32.const -1))))
    (local.set $start (global.get $at))
    (global.set $at (i32.add (global.get $at) (local.get $length)))
    (if (i32.ne (local.get $length) (i32.const 4)) (then (return (i32.const 0))))
    ;; Both words have four letters: one number tells.
    (i32.or
      (i32.eq (i32.load (local.get $start)) (i32.load (global.get $TEXT)))
      (i32.eq (i32.load (local.get $start)) (i32.load (global.get $MARK))))))
