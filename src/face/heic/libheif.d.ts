/** The part of libheif's WebAssembly build that Homeward uses; the package brings no types for this entry. */
declare module 'libheif-js/wasm-bundle.js' {
  /** A C pointer wrapped by the build. */
  export interface Handle {
    readonly $$: { readonly ptr: number };
  }

  interface Status {
    readonly code: unknown;
    readonly message: string;
  }

  interface Plane {
    readonly width: number;
    readonly height: number;
    /** Bytes from row to row, at least 3 × width. */
    readonly stride: number;
    readonly data: Uint8Array;
  }

  interface LibHeif {
    readonly HEAPU8: Uint8Array<ArrayBuffer>;
    readonly HEAPU32: Uint32Array;
    readonly heif_error_code: { readonly heif_error_Ok: unknown };
    readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
    readonly heif_chroma: { readonly heif_chroma_interleaved_RGB: unknown };
    heif_context_alloc(): Handle | null;
    heif_context_read_from_memory(context: Handle, bytes: Uint8Array): Status;
    heif_js_context_get_primary_image_handle(context: Handle): Handle | Status | null;
    heif_image_handle_get_width(handle: Handle): number;
    heif_image_handle_get_height(handle: Handle): number;
    /** Decodes with the file's own transformations (rotation, mirror image, clean aperture) applied. */
    heif_js_decode_image2(
      handle: Handle,
      colourSpace: unknown,
      chroma: unknown,
    ): Partial<Status> & { readonly channels?: readonly Plane[] };
    _malloc(bytes: number): number;
    _heif_image_handle_get_raw_color_profile_size(handle: number): number;
    _heif_image_handle_get_raw_color_profile(error: number, handle: number, target: number): void;
    _heif_image_handle_get_list_of_metadata_block_IDs(handle: number, type: number, ids: number, count: number): number;
    _heif_image_handle_get_metadata_size(handle: number, id: number): number;
    _heif_image_handle_get_metadata(error: number, handle: number, id: number, target: number): void;
  }

  const libheif: LibHeif;
  export default libheif;
}
