/** A column of DataTable. A number column stands to the right. */
export interface TableColumn {
  key: string
  title: string
  isNumber?: boolean
  /** Name for the server's `sort`, when the column can be sorted. */
  sort?: string
  width?: string
}
