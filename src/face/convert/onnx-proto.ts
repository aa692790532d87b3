import protobuf from 'protobufjs';

/**
 * The part of ONNX's file format that Homeward reads and writes (https://github.com/onnx/onnx/blob/main/docs/IR.md).
 *
 * Field numbers are ONNX's own. Training, quantisation, sub-graph and function fields are left out: no network here
 * has them, and {@link decodeModel} refuses a network whose graph would lose something.
 */
const FORMAT = `syntax = "proto2";
message ModelProto {
  optional int64 ir_version = 1; optional string producer_name = 2; optional string producer_version = 3;
  optional int64 model_version = 5; optional GraphProto graph = 7; repeated OperatorSetIdProto opset_import = 8;
}
message OperatorSetIdProto { optional string domain = 1; optional int64 version = 2; }
message GraphProto {
  repeated NodeProto node = 1; optional string name = 2; repeated TensorProto initializer = 5;
  repeated ValueInfoProto input = 11; repeated ValueInfoProto output = 12;
}
message NodeProto {
  repeated string input = 1; repeated string output = 2; optional string name = 3; optional string op_type = 4;
  repeated AttributeProto attribute = 5; optional string domain = 7;
}
message AttributeProto {
  optional string name = 1; optional float f = 2; optional int64 i = 3; optional bytes s = 4;
  optional TensorProto t = 5; repeated float floats = 7; repeated int64 ints = 8; optional int32 type = 20;
}
message TensorProto {
  repeated int64 dims = 1; optional int32 data_type = 2; repeated float float_data = 4 [packed = true];
  repeated int32 int32_data = 5 [packed = true]; repeated int64 int64_data = 7 [packed = true];
  optional string name = 8; optional bytes raw_data = 9;
}
message ValueInfoProto { optional string name = 1; optional TypeProto type = 2; }
message TypeProto { optional TensorTypeProto tensor_type = 1; }
message TensorTypeProto { optional int32 elem_type = 1; optional TensorShapeProto shape = 2; }
message TensorShapeProto { repeated DimensionProto dim = 1; }
message DimensionProto { optional int64 dim_value = 1; optional string dim_param = 2; }`;

/** ONNX tensor element types used here. */
export const ELEMENT = { float32: 1, int64: 7 } as const;

/** ONNX attribute types used here. */
export const ATTRIBUTE = { float: 1, int: 2, string: 3, tensor: 4, floats: 6, ints: 7 } as const;

export interface OnnxTensor {
  name?: string;
  dims: number[];
  dataType: number;
  rawData?: Uint8Array;
  floatData?: number[];
  int64Data?: number[];
}

export interface OnnxAttribute {
  name: string;
  type: number;
  f?: number;
  i?: number;
  s?: Uint8Array;
  t?: OnnxTensor;
  floats?: number[];
  ints?: number[];
}

export interface OnnxNode {
  name?: string;
  opType: string;
  input: string[];
  output: string[];
  attribute: OnnxAttribute[];
}

/** One axis of a shape: a fixed size, or the name of a free one. */
export type OnnxAxis = { dimValue: number } | { dimParam: string };

export interface OnnxValue {
  name: string;
  type: { tensorType: { elemType: number; shape: { dim: OnnxAxis[] } } };
}

export interface OnnxGraph {
  name: string;
  node: OnnxNode[];
  initializer: OnnxTensor[];
  input: OnnxValue[];
  output: OnnxValue[];
}

export interface OnnxModel {
  irVersion: number;
  producerName?: string;
  producerVersion?: string;
  graph: OnnxGraph;
  opsetImport: { domain?: string; version: number }[];
}

const ModelProto = protobuf.parse(FORMAT).root.lookupType('ModelProto');

/** The bytes of an ONNX file. The same model gives the same bytes. */
export function encodeModel(model: OnnxModel): Uint8Array {
  return ModelProto.encode(ModelProto.fromObject(model)).finish();
}

/** @throws Error when the bytes are not an ONNX file */
export function decodeModel(bytes: Uint8Array): OnnxModel {
  const model = ModelProto.toObject(ModelProto.decode(bytes), { longs: Number, arrays: true });
  return model as OnnxModel;
}
