package io.github.rnn4j.backend.ejml;

import io.github.rnn4j.api.AbstractMatrix;
import io.github.rnn4j.api.Matrix;
import java.util.Objects;
import org.ejml.data.DMatrixRMaj;

/** A row range of a {@link DMatrixRMaj}: X(i, j) = data[offset + i·columns + j]. */
final class EjmlMatrix extends AbstractMatrix {
  private final DMatrixRMaj storage;

  /** The root's row-major elements; never replaced, since no operation reshapes the storage. */
  final double[] data;

  /** Where X(0, 0) stands in {@link #data}. */
  final int offset;

  /** The number of elements. */
  final int size;

  EjmlMatrix(int rows, int columns) {
    super(rows, columns);
    storage = new DMatrixRMaj(rows, columns);
    data = storage.data;
    offset = 0;
    size = rows * columns;
  }

  private EjmlMatrix(EjmlMatrix parent, int from, int to) {
    super(parent, from, to);
    storage = parent.storage;
    data = parent.data;
    offset = firstRow() * columns();
    size = rows() * columns();
  }

  @Override
  public String backend() {
    return EjmlLinearAlgebra.NAME;
  }

  @Override
  public Matrix rows(int from, int to) {
    return new EjmlMatrix(this, from, to);
  }

  @Override
  protected double element(int row, int column) {
    return data[offset + row * columns() + column];
  }

  @Override
  protected void element(int row, int column, double value) {
    data[offset + row * columns() + column] = value;
  }

  @Override
  public void copyTo(double[] destination, int at) {
    Objects.checkFromIndexSize(at, size, destination.length);
    System.arraycopy(data, offset, destination, at, size);
  }

  @Override
  public void copyFrom(double[] source, int at) {
    Objects.checkFromIndexSize(at, size, source.length);
    System.arraycopy(source, at, data, offset, size);
  }
}
